// The same job in C++, as a good programmer would write it in an afternoon for a known inventory.
//
//   resolve [--engine pcre2|hyperscan] [--no-cache] [--labels] [--threads N]
//           ALIASES RULES INVENTORY > answers.tsv
//
// What it has: chunks read with pread by two threads, memchr, Abseil's flat hash maps, PCRE2's JIT
// with one stack and one match block a thread, a cache of paths a thread, reused buffers, and
// writes at their place in the output, whichever thread is done first. With Hyperscan one scan of
// the path gives the candidates, and PCRE2 asks them in the order of registration. (Taking
// Hyperscan's word for the patterns it can say in full was not measurably faster.)
//
// What it leaves out, and may leave out for the inventories it is compared on: Python's dialect
// (a pattern goes to PCRE2 as it is but for `\Z`), paths beyond ASCII, counting of uses where a
// row has no index, other formats than tab-separated, and errors that a person could work with.
// It stops on what it doesn't know rather than answer wrongly.

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#if __has_include(<hs/hs.h>)
#include <hs/hs.h>
#define HAS_HYPERSCAN 1
#endif

#include <absl/container/flat_hash_map.h>
#include <simdjson.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

using std::string;
using std::string_view;
namespace dom = simdjson::dom;

[[noreturn]] static void fail(const string& reason) {
  fprintf(stderr, "error: %s\n", reason.c_str());
  exit(1);
}

struct Options {
  bool hyperscan = false, cache = true, labels = false;
  unsigned threads = std::thread::hardware_concurrency();
};

// ---------------------------------------------------------------------------------------- rules

/// What stands behind a row: "\tqconfig\trule\n", or "qconfig\n" for labels alone.
using Answer = string;

struct Pattern {
  string text;
  const Answer* answer;
  pcre2_code* code = nullptr;
};

/// Abseil's own hash: what its maps would take for a `std::string_view` of this build is slower.
struct TextHash {
  size_t operator()(string_view text) const {
    return absl::Hash<absl::string_view>()({text.data(), text.size()});
  }
};

template <typename Value>
using TextMap = absl::flat_hash_map<string_view, Value, TextHash>;

struct OrderKey {
  string path;
  long index;
  bool operator==(const OrderKey& other) const {
    return index == other.index && path == other.path;
  }
};

struct OrderView {
  string_view path;
  long index;
};

struct OrderHash {
  using is_transparent = void;
  template <typename Key>
  size_t operator()(const Key& key) const {
    return absl::HashOf(TextHash()(key.path), key.index);
  }
};

struct OrderEqual {
  using is_transparent = void;
  template <typename A, typename B>
  bool operator()(const A& a, const B& b) const {
    return a.index == b.index && string_view(a.path) == string_view(b.path);
  }
};

struct TypeRules {
  const Answer* answer = nullptr;
  absl::flat_hash_map<OrderKey, const Answer*, OrderHash, OrderEqual> orders;
};

struct Rules {
  std::deque<Answer> answers;
  const Answer* fallback;  // the global rule, or none
  const Answer* unasked;   // placeholder and output
  std::deque<string> keys;  // what the keys of the maps point into
  TextMap<std::unique_ptr<TypeRules>> types;
  TextMap<const Answer*> names;
  std::vector<Pattern> patterns;
#ifdef HAS_HYPERSCAN
  hs_database_t* database = nullptr;
  std::vector<unsigned> unfiltered;  // patterns that Hyperscan can't even approximate
#endif
};

/// A qconfig as a table prints it: a string is bare where that can't be taken for JSON.
static string cell(dom::element qconfig) {
  string text = simdjson::minify(qconfig);
  if (!qconfig.is_string() || text.find('\\') != string::npos) return text;
  string bare = text.substr(1, text.size() - 2);
  dom::parser parser;
  return parser.parse(bare).error() ? bare : text;
}

static string zero_terminated_z(string pattern) {
  for (size_t i = 0; i + 1 < pattern.size(); i++)
    if (pattern[i] == '\\' && pattern[++i] == 'Z') pattern[i] = 'z';
  return pattern;
}

static void compile_pcre2(Pattern& pattern) {
  int error;
  PCRE2_SIZE offset;
  pattern.code = pcre2_compile((PCRE2_SPTR)pattern.text.data(), pattern.text.size(),
                               PCRE2_ANCHORED, &error, &offset, nullptr);
  if (!pattern.code || pcre2_jit_compile(pattern.code, PCRE2_JIT_COMPLETE))
    fail("PCRE2 can't compile " + pattern.text);
}

#ifdef HAS_HYPERSCAN
static void compile_hyperscan(Rules& rules) {
  size_t count = rules.patterns.size();
  std::vector<string> texts;
  std::vector<unsigned> flags(count);
  std::vector<unsigned> ids;
  for (size_t i = 0; i < count; i++) {
    texts.push_back("^(?:" + rules.patterns[i].text + ")");
    flags[i] = HS_FLAG_SINGLEMATCH | HS_FLAG_ALLOWEMPTY;
    hs_expr_info_t* info = nullptr;
    hs_compile_error_t* error = nullptr;
    if (hs_expression_info(texts[i].c_str(), flags[i], &info, &error)) {
      flags[i] |= HS_FLAG_PREFILTER;
      hs_free_compile_error(error);
    }
    free(info);
    ids.push_back(i);
  }
  // What a parse can't tell shows in the compilation: the pattern is then approximated, and when
  // that fails too it is asked for every path.
  while (!ids.empty()) {
    std::vector<const char*> pointers;
    std::vector<unsigned> picked;
    for (unsigned id : ids) pointers.push_back(texts[id].c_str()), picked.push_back(flags[id]);
    hs_compile_error_t* error = nullptr;
    if (!hs_compile_multi(pointers.data(), picked.data(), ids.data(), ids.size(), HS_MODE_BLOCK,
                          nullptr, &rules.database, &error))
      break;
    if (error->expression < 0) fail(string("Hyperscan: ") + error->message);
    unsigned id = ids[error->expression];
    hs_free_compile_error(error);
    if (flags[id] & HS_FLAG_PREFILTER) {
      rules.unfiltered.push_back(id);
      ids.erase(std::find(ids.begin(), ids.end(), id));
    } else {
      flags[id] |= HS_FLAG_PREFILTER;
    }
  }
}
#endif

/// Entries of one tier in the order their keys were first set, each with the last answer set.
template <typename Key>
static std::vector<std::pair<Key, const Answer*>> entries(
    Rules& rules, const Options& options, dom::element root, const char* tier,
    Key (*key_of)(dom::array, const absl::flat_hash_map<string, string>&),
    const absl::flat_hash_map<string, string>& canonical) {
  std::vector<std::pair<Key, string>> found;
  std::map<Key, size_t> places;
  dom::array list;
  if (!root[tier].get(list)) {
    for (dom::array entry : list) {
      auto [place, is_new] = places.emplace(key_of(entry, canonical), found.size());
      string label = cell(entry.at(entry.size() - 1));
      if (is_new)
        found.emplace_back(place->first, label);
      else
        found[place->second].second = label;
    }
  }
  std::vector<std::pair<Key, const Answer*>> result;
  for (size_t i = 0; i < found.size(); i++) {
    string& label = found[i].second;
    rules.answers.push_back(options.labels ? label + "\n"
                                           : "\t" + label + "\t" + tier + "[" +
                                                 std::to_string(i) + "]\n");
    result.emplace_back(found[i].first, &rules.answers.back());
  }
  return result;
}

static void read_rules(Rules& rules, const Options& options, const string& aliases_file,
                       const string& rules_file) {
  dom::parser aliases_parser, parser;
  absl::flat_hash_map<string, string> canonical;
  absl::flat_hash_map<string, std::vector<string>> spellings;
  for (auto [spelling, name] : dom::object(aliases_parser.load(aliases_file))) {
    canonical.emplace(string(spelling), string(string_view(name)));
    spellings[string(string_view(name))].emplace_back(spelling);
  }
  dom::element root = parser.load(rules_file);

  auto answer = [&](const string& label, const string& rule) {
    rules.answers.push_back(options.labels ? label + "\n" : "\t" + label + "\t" + rule + "\n");
    return &rules.answers.back();
  };
  rules.unasked = answer("null", "none");
  dom::element global;
  rules.fallback = root[""].get(global) || global.is_null() ? rules.unasked
                                                            : answer(cell(global), "global");

  using Canonical = absl::flat_hash_map<string, string>;
  auto first = [](dom::array entry, const Canonical&) { return string(string_view(entry.at(0))); };
  auto type = [](dom::array entry, const Canonical& canonical) {
    string name(string_view(entry.at(0)));
    auto found = canonical.find(name);
    return found == canonical.end() ? name : found->second;
  };
  using Order = std::pair<std::pair<string, string>, long>;
  auto order = [](dom::array entry, const Canonical& canonical) {
    string name(string_view(entry.at(1)));
    auto found = canonical.find(name);
    return Order{{string(string_view(entry.at(0))), found == canonical.end() ? name : found->second},
                 long(int64_t(entry.at(2)))};
  };
  // Every spelling of a type goes into the table, so that a row is looked up as it is written.
  auto for_spellings = [&](const string& name, auto body) {
    auto each = [&](const string& spelling) {
      auto& slot = rules.types[rules.keys.emplace_back(spelling)];
      if (!slot) slot = std::make_unique<TypeRules>();
      body(*slot);
    };
    each(name);
    if (auto found = spellings.find(name); found != spellings.end())
      for (const string& spelling : found->second)
        if (spelling != name) each(spelling);
  };
  for (auto& [name, answer] :
       entries<string>(rules, options, root, "object_type", +type, canonical))
    for_spellings(name, [&](TypeRules& rules) { rules.answer = answer; });
  for (auto& [pattern, answer] :
       entries<string>(rules, options, root, "module_name_regex", +first, canonical))
    rules.patterns.push_back({zero_terminated_z(pattern), answer});
  for (auto& [name, answer] :
       entries<string>(rules, options, root, "module_name", +first, canonical))
    if (!name.empty()) rules.names.emplace(rules.keys.emplace_back(name), answer);
  for (auto& [key, answer] :
       entries<Order>(rules, options, root, "module_name_object_type_order", +order, canonical)) {
    auto& [pair, index] = key;
    for_spellings(pair.second, [&, index = index](TypeRules& rules) {
      rules.orders[OrderKey{pair.first, index}] = answer;
    });
  }

  for (Pattern& pattern : rules.patterns) compile_pcre2(pattern);
  if (options.hyperscan) {
#ifdef HAS_HYPERSCAN
    compile_hyperscan(rules);
#else
    fail("built without Hyperscan");
#endif
  }
}

// --------------------------------------------------------------------------------------- workers

/// What one thread has to itself.
class Resolver {
 public:
  Resolver(const Rules& rules, const Options& options) : rules_(rules), options_(options) {
    match_data_ = pcre2_match_data_create(1, nullptr);
    context_ = pcre2_match_context_create(nullptr);
    stack_ = pcre2_jit_stack_create(32 << 10, 1 << 20, nullptr);
    pcre2_jit_stack_assign(context_, nullptr, stack_);
#ifdef HAS_HYPERSCAN
    if (rules_.database && hs_alloc_scratch(rules_.database, &scratch_)) fail("Hyperscan's scratch");
#endif
  }

  /// The answer of the tiers that ask only for the path, or nothing.
  const Answer* by_path(string_view path) {
    if (!options_.cache) return compute(path);
    auto found = cache_.find(path);
    if (found != cache_.end()) return found->second;
    const Answer* answer = compute(path);
    cache_.emplace(keep(path), answer);
    return answer;
  }

 private:
  const Answer* compute(string_view path) {
    for (unsigned char byte : path)
      if (byte >= 0x80) fail("a path beyond ASCII: " + string(path));
    if (!rules_.names.empty()) {
      string_view nearest = path;
      while (!nearest.empty()) {
        auto found = rules_.names.find(nearest);
        if (found != rules_.names.end()) return found->second;
        size_t dot = nearest.rfind('.');
        nearest = nearest.substr(0, dot == string_view::npos ? 0 : dot);
      }
    }
#ifdef HAS_HYPERSCAN
    if (options_.hyperscan) return among_candidates(path);
#endif
    for (const Pattern& pattern : rules_.patterns)
      if (matches(pattern, path)) return pattern.answer;
    return nullptr;
  }

  bool matches(const Pattern& pattern, string_view path) {
    int result = pcre2_jit_match(pattern.code, (PCRE2_SPTR)path.data(), path.size(), 0, 0,
                                 match_data_, context_);
    if (result >= 0) return true;
    if (result != PCRE2_ERROR_NOMATCH) fail("a limit of PCRE2 on " + string(path));
    return false;
  }

#ifdef HAS_HYPERSCAN
  const Answer* among_candidates(string_view path) {
    candidates_ = rules_.unfiltered;
    if (rules_.database) {
      auto note = [](unsigned id, unsigned long long, unsigned long long, unsigned, void* context) {
        static_cast<std::vector<unsigned>*>(context)->push_back(id);
        return 0;
      };
      if (hs_scan(rules_.database, path.data(), path.size(), 0, scratch_, note, &candidates_))
        fail("Hyperscan on " + string(path));
    }
    std::sort(candidates_.begin(), candidates_.end());
    for (unsigned id : candidates_) {
      const Pattern& pattern = rules_.patterns[id];
      if (matches(pattern, path)) return pattern.answer;
    }
    return nullptr;
  }
#endif

  /// A copy of a path that lives as long as the cache.
  string_view keep(string_view path) {
    if (blocks_.empty() || block_size_ - block_used_ < path.size()) {
      block_size_ = std::max<size_t>(1 << 20, path.size());
      blocks_.push_back(std::make_unique<char[]>(block_size_));
      block_used_ = 0;
    }
    char* copy = blocks_.back().get() + block_used_;
    memcpy(copy, path.data(), path.size());
    block_used_ += path.size();
    return {copy, path.size()};
  }

  const Rules& rules_;
  const Options& options_;
  pcre2_match_data* match_data_;
  pcre2_match_context* context_;
  pcre2_jit_stack* stack_;
#ifdef HAS_HYPERSCAN
  hs_scratch_t* scratch_ = nullptr;
  std::vector<unsigned> candidates_;
#endif
  TextMap<const Answer*> cache_;
  std::vector<std::unique_ptr<char[]>> blocks_;
  size_t block_size_ = 0, block_used_ = 0;
};

struct Columns {
  size_t count = 0;
  int op = -1, path = -1, type = -1, target = -1, index = -1;
};

struct Buffer {
  std::unique_ptr<char[]> bytes;
  size_t capacity = 0, count = 0;

  char* reserve(size_t extra) {
    if (capacity - count < extra) {
      capacity = std::max(capacity * 2, count + extra);
      std::unique_ptr<char[]> grown(new char[capacity]);
      if (count) memcpy(grown.get(), bytes.get(), count);
      bytes = std::move(grown);
    }
    return bytes.get() + count;
  }
  void append(string_view text) {
    memcpy(reserve(text.size()), text.data(), text.size());
    count += text.size();
  }
};

/// Chunks come in any order and get their place in the output as soon as all before them have
/// theirs; a file is then written by several threads at once, a pipe by one after the other.
class Output {
 public:
  Output() {
    struct stat info;
    fstat(STDOUT_FILENO, &info);
    seekable_ = S_ISREG(info.st_mode);
  }

  Buffer take() {
    std::lock_guard lock(mutex_);
    if (free_.empty()) return {};
    Buffer buffer = std::move(free_.back());
    free_.pop_back();
    return buffer;
  }

  void add(size_t chunk, Buffer buffer) {
    std::unique_lock lock(mutex_);
    moved_.wait(lock, [&] { return chunk < next_ + 16; });
    ready_.emplace(chunk, std::move(buffer));
    while (true) {
      auto found = ready_.find(next_);
      if (found == ready_.end() || (!seekable_ && writing_)) return;
      Buffer due = std::move(found->second);
      ready_.erase(found);
      next_++;
      off_t place = place_;
      place_ += due.count;
      writing_ = true;
      moved_.notify_all();
      lock.unlock();
      write(due, place);
      due.count = 0;
      lock.lock();
      writing_ = false;
      free_.push_back(std::move(due));
    }
  }

 private:
  void write(const Buffer& buffer, off_t place) {
    for (size_t done = 0; done < buffer.count;) {
      const char* start = buffer.bytes.get() + done;
      ssize_t count = seekable_ ? pwrite(STDOUT_FILENO, start, buffer.count - done, place + done)
                                : ::write(STDOUT_FILENO, start, buffer.count - done);
      if (count <= 0) fail("the output can't be written");
      done += count;
    }
  }

  std::mutex mutex_;
  std::condition_variable moved_;
  std::map<size_t, Buffer> ready_;
  std::vector<Buffer> free_;
  size_t next_ = 0;
  off_t place_ = 0;
  bool seekable_ = false, writing_ = false;
};

class Pipeline {
 public:
  Pipeline(const Rules& rules, const Options& options, const string& inventory)
      : rules_(rules), options_(options) {
    file_ = open(inventory.c_str(), O_RDONLY);
    struct stat info;
    if (file_ < 0 || fstat(file_, &info)) fail(inventory + " can't be read");
    size_ = info.st_size;
    string header(64 << 10, 0);
    ssize_t count = pread(file_, header.data(), header.size(), 0);
    size_t end = count > 0 ? header.find('\n') : string::npos;
    if (end == string::npos) fail("no header");
    header_ = header.substr(0, end);
    first_ = end + 1;
    for (size_t start = 0; start <= header_.size(); columns_.count++) {
      size_t stop = std::min(header_.find('\t', start), header_.size());
      string name = header_.substr(start, stop - start);
      int place = columns_.count;
      if (name == "op") columns_.op = place;
      if (name == "module_path") columns_.path = place;
      if (name == "module_type") columns_.type = place;
      if (name == "target") columns_.target = place;
      if (name == "index") columns_.index = place;
      start = stop + 1;
    }
    if (columns_.path < 0) fail("no column module_path");
    chunk_count_ = (size_ - first_ + chunk_size - 1) / chunk_size;
  }

  void run() {
    Buffer header;
    header.append(options_.labels ? string("qconfig\n") : header_ + "\tqconfig\trule\n");
    output_.add(0, std::move(header));
    std::vector<std::thread> threads;
    for (unsigned i = 1; i < options_.threads; i++) threads.emplace_back([this] { work(); });
    work();
    for (auto& thread : threads) thread.join();
  }

 private:
  // Small enough for a core's own cache to still hold the rows when they are copied out.
  static constexpr size_t chunk_size = 512 << 10;
  static constexpr size_t longest_row = 64 << 10;

  void work() {
    Resolver resolver(rules_, options_);
    std::unique_ptr<char[]> input(new char[chunk_size + longest_row + 1]);
    while (true) {
      size_t chunk = next_chunk_.fetch_add(1);
      if (chunk >= chunk_count_) return;
      // A chunk has the rows that begin in its range; the byte before tells whether one begins at
      // its very start.
      size_t start = first_ + chunk * chunk_size, end = std::min(start + chunk_size, size_);
      size_t wanted = std::min(end + longest_row, size_) - (start - 1), got = 0;
      while (got < wanted) {
        ssize_t count = pread(file_, input.get() + got, wanted - got, start - 1 + got);
        if (count <= 0) fail("the inventory can't be read");
        got += count;
      }
      const char* row = static_cast<const char*>(memchr(input.get(), '\n', got));
      Buffer out = output_.take();
      out.reserve(chunk_size * 2);
      const char* limit = input.get() + 1 + (end - start);
      if (row) resolve(resolver, row + 1, limit, input.get() + got, out);
      output_.add(chunk + 1, std::move(out));
    }
  }

  void resolve(Resolver& resolver, const char* row, const char* limit, const char* end,
               Buffer& out) {
    string_view cells[64];
    if (columns_.count > 64) fail("more than 64 columns");
    auto at = [&](int column) { return column < 0 ? string_view() : cells[column]; };
    while (row < limit) {
      const char* newline = static_cast<const char*>(memchr(row, '\n', end - row));
      if (!newline) {
        if (end - row >= long(longest_row)) fail("a row is too long");
        newline = end;
      }
      const char* cell = row;
      for (size_t i = 0; i + 1 < columns_.count; i++) {
        const char* tab = static_cast<const char*>(memchr(cell, '\t', newline - cell));
        if (!tab) fail("too few columns: " + string(row, newline));
        cells[i] = {cell, size_t(tab - cell)};
        cell = tab + 1;
      }
      cells[columns_.count - 1] = {cell, size_t(newline - cell)};
      const Answer& answer = answer_of(resolver, at(columns_.op), at(columns_.path),
                                       at(columns_.type), at(columns_.target), at(columns_.index));
      if (!options_.labels) out.append({row, size_t(newline - row)});
      out.append(answer);
      row = newline + 1;
    }
  }

  const Answer& answer_of(Resolver& resolver, string_view op, string_view path, string_view type,
                          string_view target, string_view index) {
    bool is_function = op == "call_function", is_call = is_function || op == "call_method";
    bool is_module = op.empty() || op == "call_module";
    if (!is_module && !is_call && op != "get_attr") {
      if (op == "placeholder" || op == "output") return *rules_.unasked;
      fail("unknown op " + string(op));
    }
    const TypeRules* of_type = find(type);
    const TypeRules* of_target = is_call ? find(target) : nullptr;
    if (const TypeRules* used = is_module ? of_type : is_function ? of_target : nullptr;
        used && !used->orders.empty()) {
      size_t dot = path.rfind('.');
      string_view owner =
          is_function ? path : path.substr(0, dot == string_view::npos ? 0 : dot);
      if (index.empty()) fail("no index, and uses are not counted: " + string(path));
      long number = 0;
      for (char digit : index) number = number * 10 + (digit - '0');
      auto found = used->orders.find(OrderView{owner, number});
      if (found != used->orders.end()) return *found->second;
    }
    if (const Answer* answer = resolver.by_path(path)) return *answer;
    if (of_type && of_type->answer) return *of_type->answer;
    if (of_target && of_target->answer) return *of_target->answer;
    return *rules_.fallback;
  }

  const TypeRules* find(string_view type) {
    auto found = rules_.types.find(type);
    return found == rules_.types.end() ? nullptr : found->second.get();
  }

  const Rules& rules_;
  const Options& options_;
  Columns columns_;
  string header_;
  int file_ = -1;
  size_t size_ = 0, first_ = 0, chunk_count_ = 0;
  std::atomic<size_t> next_chunk_{0};
  Output output_;
};

int main(int count, char** words) {
  Options options;
  std::vector<string> files;
  for (int i = 1; i < count; i++) {
    string word = words[i];
    if (word == "--engine" && i + 1 < count)
      options.hyperscan = string(words[++i]) == "hyperscan";
    else if (word == "--threads" && i + 1 < count)
      options.threads = std::max(1, atoi(words[++i]));
    else if (word == "--no-cache")
      options.cache = false;
    else if (word == "--labels")
      options.labels = true;
    else
      files.push_back(word);
  }
  if (files.size() != 3) fail("usage: resolve [OPTION ...] ALIASES RULES INVENTORY");
  Rules rules;
  try {
    read_rules(rules, options, files[0], files[1]);
  } catch (const simdjson::simdjson_error& error) {
    fail(files[1] + ": " + error.what());
  }
  Pipeline(rules, options, files[2]).run();
  fflush(stdout);
  _exit(0);  // the operating system frees tables and caches faster than their destructors
}
