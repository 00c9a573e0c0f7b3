#include "gantt.hpp"

#include <algorithm>
#include <utility>

#include "decimal.hpp"

namespace {

constexpr std::size_t kColumnsMax = 80;     // of time
constexpr std::size_t kColumnsOfMark = 10;  // from one mark to the next
constexpr std::size_t kNameWidth = kNameMax + 1;

// How long a job ran, waited and used its device in the time of a column.
struct Cell {
    baton::Duration running{0};
    baton::Duration ready{0};
    baton::Duration io{0};

    void add(Activity activity, baton::Duration time) {
        switch (activity) {
            case Activity::absent: break;
            case Activity::ready: ready += time; break;
            case Activity::running: running += time; break;
            case Activity::io: io += time; break;
        }
    }

    char symbol(baton::Duration column) const {
        if (2 * running >= column)
            return '#';
        if (running.count() > 0)
            return '+';
        if (ready.count() == 0 && io.count() == 0)
            return ' ';
        return ready >= io ? '.' : '~';
    }
};

using Cells = std::array<Cell, kColumnsMax>;

// Distributes the job's segments over the columns.
void fill(Cells& cells, std::span<const Segment> segments, std::size_t job, baton::Duration column) {
    cells.fill(Cell());
    for (const Segment& segment : segments) {
        if (segment.job != job)
            continue;
        for (baton::Duration begin = segment.begin; begin < segment.end;) {
            const auto number = static_cast<std::size_t>(begin / column);
            if (number >= cells.size())
                break;
            const baton::Duration end = std::min(segment.end, static_cast<std::int64_t>(number + 1) * column);
            cells[number].add(segment.activity, end - begin);
            begin = end;
        }
    }
}

void print_padded(std::string_view text, std::size_t width) {
    baton::print(text);
    for (std::size_t i = text.size(); i < width; ++i)
        baton::print(' ');
}

void print_axis(std::size_t columns, baton::Duration column) {
    const baton::Duration mark = column * static_cast<std::int64_t>(kColumnsOfMark);
    print_padded("", kNameWidth);
    for (std::size_t i = 0; i <= columns; ++i)
        baton::print(i % kColumnsOfMark == 0 ? '|' : '-');
    baton::println();
    print_padded("ms", kNameWidth);
    for (std::size_t i = 0; i <= columns; i += kColumnsOfMark) {
        const bool is_last = i + kColumnsOfMark > columns;
        const baton::Duration time = column * static_cast<std::int64_t>(i);
        print_padded(short_milliseconds(time, mark).text(), is_last ? 0 : kColumnsOfMark);
    }
    baton::println();
}

}  // namespace

baton::Duration axis_step(baton::Duration end, int marks_max) {
    for (std::int64_t power = 1;; power *= 10)
        for (const int factor : {1, 2, 5})
            if (end <= baton::Duration(power * factor) * marks_max)
                return baton::Duration(power * factor);
}

void print_gantt(const Workload& workload, const Recorder& recorder, baton::Duration end) {
    const bool is_cut = recorder.complete_until() < end;
    if (is_cut)
        end = recorder.complete_until();
    const baton::Duration column = axis_step(end, kColumnsMax);
    const auto columns = static_cast<std::size_t>((end + column - baton::Duration(1)) / column);
    static Cells cells;
    for (std::size_t job = 0; job < workload.job_count; ++job) {
        fill(cells, recorder.segments(), job, column);
        std::array<char, kColumnsMax> row;
        for (std::size_t i = 0; i < columns; ++i)
            row[i] = cells[i].symbol(column);
        print_padded(workload.jobs()[job].name(), kNameWidth);
        const std::string_view text(row.data(), columns);
        baton::println(text.substr(0, text.find_last_not_of(' ') + 1));
    }
    print_axis(columns, column);
    baton::println("# runs   + runs for less than half of this time   . waits   ~ uses its device");
    if (is_cut)
        baton::println("(only the beginning: there is room for ", Recorder::kSegmentsMax, " changes)");
}
