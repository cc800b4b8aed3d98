import ArgumentParser
@main struct Scale: ParsableCommand { func run() throws {} }
