#include "parser.hpp"

#include <algorithm>
#include <charconv>

using namespace std::chrono_literals;

namespace {

constexpr std::size_t kLineMax = 255;
constexpr std::string_view kBlanks = " \t";
constexpr baton::Duration kTimeMax = kTotalTimeMax;

enum class Key : unsigned { arrival, cpu, io, repeat, estimate, period, deadline, level };

constexpr std::string_view kKeys[] = {"arrival", "cpu", "io", "repeat", "estimate", "period", "deadline", "level"};

std::optional<Key> find_key(std::string_view name) {
    const auto place = std::ranges::find(kKeys, name);
    if (place == std::end(kKeys))
        return std::nullopt;
    return static_cast<Key>(place - std::begin(kKeys));
}

// Takes the first word off `rest`; empty at its end.
std::string_view take_word(std::string_view& rest) {
    rest.remove_prefix(std::min(rest.find_first_not_of(kBlanks), rest.size()));
    const std::string_view word = rest.substr(0, rest.find_first_of(kBlanks));
    rest.remove_prefix(word.size());
    return word;
}

bool is_name_character(char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           (character >= '0' && character <= '9') || character == '_' || character == '-' || character == '.';
}

// A time, which may be a plain 0.
std::optional<Complaint> parse_time(std::string_view word, std::string_view text, baton::Duration min,
                                    baton::Duration& time) {
    if (text.starts_with('-'))
        return Complaint{"a time is not negative", word};
    const auto value = text == "0" ? baton::Duration(0) : baton::parse_duration(text);
    if (!value) {
        const bool is_number = !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos;
        return Complaint{is_number ? "a time needs a unit: ns, us, ms, s, min or h" : "this is no time such as 5ms",
                         word};
    }
    if (*value < min)
        return Complaint{"this time must be more than 0", word};
    if (*value > kTimeMax)
        return Complaint{"a time is at most 24h", word};
    time = *value;
    return std::nullopt;
}

std::optional<int> parse_number(std::string_view text, int min, int max) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < min || value > max)
        return std::nullopt;
    return value;
}

std::optional<Complaint> add_burst(Job& job, std::string_view word, std::string_view text, bool is_cpu) {
    if (job.burst_count == kBurstsMax)
        return Complaint{"a job has at most 16 bursts", word};
    Burst& burst = job.burst_buffer[job.burst_count++];
    burst.is_cpu = is_cpu;
    return parse_time(word, text, is_cpu ? 1ns : 0ns, burst.time);
}

Complaint complaint_about_reading(baton::Status status) {
    if (status == baton::Status::overflow)
        return {"a line has at most 255 characters", ""};
    return {"the file cannot be read", ""};
}

// Says what is wrong with a line of `source`. Returns whether nothing is.
bool accept(std::string_view source, int line, const std::optional<Complaint>& complaint) {
    if (!complaint)
        return true;
    const bool has_word = !complaint->word.empty();
    baton::print_error("scheduling_lab: ", source, ":", line, ": ", complaint->reason, has_word ? ": '" : "",
                       complaint->word, has_word ? "'" : "");
    return false;
}

}  // namespace

std::optional<Complaint> Parser::add_line(std::string_view line) {
    line = line.substr(0, line.find('#'));
    const std::string_view word = take_word(line);
    if (word.empty())
        return std::nullopt;
    if (word != "job")
        return Complaint{"a line starts with 'job' or '#'", word};
    return add_job(line);
}

std::optional<Complaint> Parser::finish() const {
    if (workload_.job_count == 0)
        return Complaint{"there is no job in this workload", ""};
    return std::nullopt;
}

std::optional<Complaint> Parser::add_job(std::string_view rest) {
    if (workload_.job_count == kJobsMax)
        return Complaint{"a workload has at most 200 jobs", ""};
    Job& job = workload_.job_buffer[workload_.job_count];
    job = Job();
    keys_given_ = 0;
    const std::string_view name = take_word(rest);
    if (const auto complaint = set_name(job, name))
        return complaint;
    for (std::string_view word = take_word(rest); !word.empty(); word = take_word(rest))
        if (const auto complaint = set_key(job, word))
            return complaint;
    if (const auto complaint = check_job(job, name))
        return complaint;
    ++workload_.job_count;
    return std::nullopt;
}

std::optional<Complaint> Parser::set_name(Job& job, std::string_view name) const {
    if (name.empty() || name.find('=') != std::string_view::npos)
        return Complaint{"a job needs a name behind 'job'", name};
    if (name.size() > kNameMax)
        return Complaint{"a name has at most 15 characters", name};
    if (!std::ranges::all_of(name, is_name_character))
        return Complaint{"a name is of letters, digits, '_', '-' and '.'", name};
    for (const Job& other : workload_.jobs())
        if (other.name() == name)
            return Complaint{"there is a job of this name already", name};
    std::ranges::copy(name, job.name_buffer.begin());
    return std::nullopt;
}

std::optional<Complaint> Parser::set_key(Job& job, std::string_view word) {
    const std::size_t equals = word.find('=');
    if (equals == std::string_view::npos)
        return Complaint{"a word behind the name is KEY=VALUE", word};
    const auto key = find_key(word.substr(0, equals));
    if (!key)
        return Complaint{"unknown key (arrival, cpu, io, repeat, estimate, period, deadline or level)", word};
    const std::string_view text = word.substr(equals + 1);
    const unsigned bit = 1U << static_cast<unsigned>(*key);
    if ((keys_given_ & bit) != 0 && *key != Key::cpu && *key != Key::io)
        return Complaint{"this key was given already", word};
    keys_given_ |= bit;
    switch (*key) {
        case Key::arrival: return parse_time(word, text, 0ns, job.arrival);
        case Key::cpu: return add_burst(job, word, text, true);
        case Key::io: return add_burst(job, word, text, false);
        case Key::estimate: return parse_time(word, text, 0ns, job.estimate.emplace());
        case Key::period: return parse_time(word, text, 1ns, job.period);
        case Key::deadline: return parse_time(word, text, 1ns, job.deadline);
        case Key::repeat: {
            const auto number = parse_number(text, 1, kRepeatMax);
            if (!number)
                return Complaint{"this takes a whole number from 1 to 100000", word};
            job.repeat = *number;
            return std::nullopt;
        }
        case Key::level: {
            const auto number = parse_number(text, 0, static_cast<int>(baton::kFixedPriority.rows.size()) - 1);
            if (!number)
                return Complaint{"a level is a whole number from 0, the highest, to 31", word};
            job.level = static_cast<baton::Level>(*number);
            return std::nullopt;
        }
    }
    return std::nullopt;
}

// What can be said of a job when all of it is known.
std::optional<Complaint> Parser::check_job(Job& job, std::string_view word) {
    if (std::ranges::none_of(job.bursts(), &Burst::is_cpu))
        return Complaint{"a job needs a burst of CPU time: cpu=", word};
    if (job.is_periodic() && !job.has_deadline())
        job.deadline = job.period;
    steps_ += static_cast<std::int64_t>(job.burst_count) * job.repeat;
    if (steps_ > kStepsMax)
        return Complaint{"with this job there are more than 100000 bursts", word};
    // In floating point, which does not overflow.
    baton::Duration once = job.period;
    for (const Burst& burst : job.bursts())
        once += burst.time;
    const double total = static_cast<double>((time_ + job.arrival).count()) +
                         static_cast<double>(once.count()) * static_cast<double>(job.repeat);
    if (total > static_cast<double>(kTotalTimeMax.count()))
        return Complaint{"with this job the workload takes more than 24h", word};
    time_ = baton::Duration(static_cast<std::int64_t>(total));
    return std::nullopt;
}

bool read_workload_file(std::string_view source, Workload& workload) {
    static baton::FileReader file;
    static std::array<char, kLineMax> buffer;
    if (file.open(source) != baton::Status::ok) {
        baton::print_error("scheduling_lab: the workload '", source, "' cannot be opened");
        return false;
    }
    Parser parser(workload);
    for (int number = 1;; ++number) {
        const auto line = file.read_line(buffer);
        if (!line && line.error() == baton::Status::closed)
            return accept(source, std::max(number - 1, 1), parser.finish());
        const auto complaint = line ? parser.add_line(*line) : complaint_about_reading(line.error());
        if (!accept(source, number, complaint))
            return false;
    }
}

bool read_workload_text(std::string_view source, std::string_view text, Workload& workload) {
    Parser parser(workload);
    for (int number = 1; !text.empty(); ++number) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (!accept(source, number, parser.add_line(text.substr(0, end))))
            return false;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return true;
}
