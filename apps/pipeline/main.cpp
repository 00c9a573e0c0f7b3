// Three tasks in a row, with a queue between each two: one reads lines, one makes them capitals, one writes them.
#include <algorithm>
#include <array>
#include <baton/baton.hpp>
#include <optional>
#include <string_view>

namespace {

constexpr std::size_t kLineBytesMax = 240;
constexpr int kCapacityMax = 16;

struct Settings {
    std::string_view output;  // a file's name; empty: the console
    int capacity = 4;
};

struct Line {
    std::array<char, kLineBytesMax> characters;
    std::size_t size;

    std::string_view text() const { return {characters.data(), size}; }
};

using Lines = baton::Queue<Line, kCapacityMax>;

char capital(char character) {
    return character >= 'a' && character <= 'z' ? static_cast<char>(character - 'a' + 'A') : character;
}

struct ReadCounts {
    int lines = 0;
    int refused = 0;  // too long
};

// Reads lines from the console until its end. A line that is too long is told, and left out as a whole.
ReadCounts read_lines(Lines& out) {
    static baton::LineReader<kLineBytesMax> reader(baton::console());
    ReadCounts counts;
    for (;;) {
        const auto text = reader.read_line();
        if (!text && text.error() == baton::Status::closed)
            break;
        if (!text) {
            baton::print_error("pipeline: a line of more than ", kLineBytesMax, " characters is left out");
            ++counts.refused;
            continue;
        }
        Line line{.characters = {}, .size = text->size()};
        std::ranges::copy(*text, line.characters.begin());
        baton::expect_ok(out.put(std::move(line)));
        ++counts.lines;
    }
    out.close();
    return counts;
}

void make_capitals(Lines& in, Lines& out) {
    while (auto line = in.get()) {
        std::ranges::transform(line->characters, line->characters.begin(), capital);
        baton::expect_ok(out.put(*std::move(line)));
    }
    out.close();
}

// Writes the lines at the end of `file`, or on the console if there is none. Returns how many.
int write_lines(Lines& in, baton::FileWriter* file) {
    int written = 0;
    while (const auto line = in.get()) {
        if (file)
            file->println(line->text());
        else
            baton::println(line->text());
        ++written;
    }
    return written;
}

// Not inlined: the table of options would stay on the main task's stack, which is small on a target.
[[gnu::noinline]] std::optional<int> parse(baton::Arguments arguments, Settings& settings) {
    baton::Options options("pipeline", "lines from the console, in capitals, to the console or the end of a file");
    options.text("--output", settings.output, "the file; without it, the console");
    options.integer("--capacity", settings.capacity, 1, kCapacityMax, "lines that each queue holds, 1 to 16");
    return options.parse(arguments);
}

}  // namespace

int app_main(baton::Arguments arguments) {
    Settings settings;
    if (const auto status = parse(arguments, settings))
        return *status;
    static baton::FileWriter file;
    const bool to_file = !settings.output.empty();
    if (to_file && file.open(settings.output, baton::FileStart::at_end) != baton::Status::ok) {
        baton::print_error("pipeline: cannot write to '", settings.output, "'");
        return 2;
    }

    static Lines read(settings.capacity, "read");
    static Lines made(settings.capacity, "made");
    const auto reader = baton::spawn("reader", read_lines, std::ref(read));
    const auto maker = baton::spawn("maker", make_capitals, std::ref(read), std::ref(made));
    const auto writer = baton::spawn("writer", write_lines, std::ref(made), to_file ? &file : nullptr);
    baton::expect_ok(writer.join());
    baton::expect_ok(reader.join());

    const bool is_saved = !to_file || file.close() == baton::Status::ok;
    if (!is_saved)
        baton::print_error("pipeline: not everything could be written to '", settings.output, "'");
    const auto [lines, refused] = reader.value();
    baton::println("pipeline: lines=", lines, " written=", writer.value());
    return is_saved && refused == 0 && lines == writer.value() ? 0 : 1;
}
