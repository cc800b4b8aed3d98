import ArgumentParser
@main struct Inputs: ParsableCommand { func run() throws {} }
