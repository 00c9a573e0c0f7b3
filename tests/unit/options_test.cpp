#include <baton/app/options.hpp>

#include <gtest/gtest.h>

#include <array>
#include <baton/app/launch.hpp>
#include <initializer_list>
#include <string>
#include <vector>

// LaunchOptions comes with launch(), which wants an application.
int app_main(baton::Arguments) {
    return 0;
}

namespace baton {
namespace {

using namespace std::chrono_literals;

// What parsing said and printed.
struct Outcome {
    std::optional<int> status;
    std::string output;
    std::string errors;
};

template <class Parser>
Outcome parse(Parser& parser, std::initializer_list<std::string_view> words) {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    Outcome outcome;
    outcome.status = parser.parse(Arguments(words.begin(), words.size()));
    outcome.output = testing::internal::GetCapturedStdout();
    outcome.errors = testing::internal::GetCapturedStderr();
    return outcome;
}

class OptionsTest : public testing::Test {
  protected:
    OptionsTest() {
        options.flag("--no-lock", no_lock, "sell without the lock");
        options.integer("--buyers", buyers, 1, 1'000, "how many come");
        options.duration("--period", period, 1ms, 1h, "of the light");
        options.choice("--end", end, kEnds, "how it ends");
        options.text("--file", file, "where to write");
    }

    void expect_accepted(std::initializer_list<std::string_view> words) {
        const Outcome outcome = parse(options, words);
        EXPECT_EQ(outcome.status, std::nullopt);
        EXPECT_EQ(outcome.output + outcome.errors, "");
    }

    // Refused with status 2 and this line.
    void expect_refused(std::initializer_list<std::string_view> words, const std::string& line) {
        const Outcome outcome = parse(options, words);
        EXPECT_EQ(outcome.status, 2);
        EXPECT_EQ(outcome.errors, line + "\n");
        EXPECT_EQ(outcome.output, "");
    }

    static constexpr std::array<std::string_view, 3> kEnds{"sentinel", "join", "close"};
    bool no_lock = false;
    int buyers = 100;
    Duration period = 5s;
    std::size_t end = 0;
    std::string_view file = "stock";
    Options options{"shop", "sells"};
};

TEST_F(OptionsTest, nothing_given_leaves_the_defaults) {
    expect_accepted({});
    EXPECT_FALSE(no_lock);
    EXPECT_EQ(buyers, 100);
    EXPECT_EQ(period, 5s);
    EXPECT_EQ(end, 0U);
}

TEST_F(OptionsTest, values_stand_behind_a_space_or_an_equals_sign) {
    expect_accepted({"--no-lock", "--buyers", "7", "--period=250ms", "--end=close"});
    EXPECT_TRUE(no_lock);
    EXPECT_EQ(buyers, 7);
    EXPECT_EQ(period, 250ms);
    EXPECT_EQ(end, 2U);
}

TEST_F(OptionsTest, texts_are_taken_as_they_are) {
    expect_accepted({"--file", "--a b=c,"});
    EXPECT_EQ(file, "--a b=c,");
    expect_refused({"--file="}, "shop: option '--file' takes a text, not ''");
    EXPECT_EQ(file, "--a b=c,");
}

TEST_F(OptionsTest, last_of_a_repeated_option_counts) {
    expect_accepted({"--buyers", "7", "--buyers=8", "--buyers", "9", "--no-lock", "--no-lock"});
    EXPECT_EQ(buyers, 9);
}

TEST_F(OptionsTest, bounds_belong_to_the_range) {
    expect_accepted({"--buyers=1", "--period=1ms"});
    expect_accepted({"--buyers=1000", "--period=1h"});
}

TEST_F(OptionsTest, unknown_options_and_stray_words_are_refused) {
    expect_refused({"--sellers", "3"}, "shop: unknown option '--sellers' (--help lists them)");
    expect_refused({"--buyer=3"}, "shop: unknown option '--buyer=3' (--help lists them)");
    expect_refused({"stray"}, "shop: unknown option 'stray' (--help lists them)");
    expect_refused({""}, "shop: unknown option '' (--help lists them)");
    expect_refused({"--"}, "shop: unknown option '--' (--help lists them)");
    expect_refused({"-b"}, "shop: unknown option '-b' (--help lists them)");
    expect_refused({"--buyers=3", "4"}, "shop: unknown option '4' (--help lists them)");
}

TEST_F(OptionsTest, missing_values_are_refused) {
    expect_refused({"--buyers"}, "shop: option '--buyers' needs a value");
    expect_refused({"--no-lock", "--end"}, "shop: option '--end' needs a value");
}

TEST_F(OptionsTest, value_of_a_flag_is_refused) {
    expect_refused({"--no-lock=yes"}, "shop: option '--no-lock' takes no value");
    expect_refused({"--no-lock="}, "shop: option '--no-lock' takes no value");
}

TEST_F(OptionsTest, malformed_numbers_are_refused_and_change_nothing) {
    for (const std::string_view word : {"", "x", "3x", "x3", "3.5", " 3", "3 ", "+3", "0x10", "1e3", "--", "0", "-1",
                                        "1001", "2147483648", "99999999999999999999", "--no-lock"})
        expect_refused({"--buyers", word},
                       "shop: option '--buyers' takes a whole number from 1 to 1000, not '" + std::string(word) + "'");
    EXPECT_EQ(buyers, 100);
}

TEST_F(OptionsTest, malformed_durations_are_refused_and_change_nothing) {
    for (const std::string_view word :
         {"", "5", "s", "5 s", "5S", "-5s", "0s", "2h", "1us", "1.s", ".s", "1..5s", "5sec"})
        expect_refused(
            {"--period", word},
            "shop: option '--period' takes a time such as 500ms or 2s, from 1.000 ms to 3600000.000 ms, not '" +
                std::string(word) + "'");
    EXPECT_EQ(period, 5s);
}

TEST_F(OptionsTest, unknown_choices_are_refused_and_change_nothing) {
    for (const std::string_view word : {"", "Join", "joi", "joins", "1"})
        expect_refused({"--end", word},
                       "shop: option '--end' takes sentinel, join or close, not '" + std::string(word) + "'");
    EXPECT_EQ(end, 0U);
}

TEST_F(OptionsTest, help_lists_every_option_with_its_default) {
    for (const std::string_view word : {"--help", "-h"}) {
        const Outcome outcome = parse(options, {word});
        EXPECT_EQ(outcome.status, 0);
        EXPECT_EQ(outcome.errors, "");
        for (const char* const part :
             {"shop: sells", "--no-lock", "--buyers N", "(100)", "--period TIME", "(5s)", "--end sentinel|join|close",
              "(sentinel)", "how many come", "--file TEXT", "(stock)"})
            EXPECT_NE(outcome.output.find(part), std::string::npos) << part << " in\n" << outcome.output;
    }
}

TEST_F(OptionsTest, negative_ranges_work) {
    int offset = 0;
    options.integer("--offset", offset, -10, -1, "below zero");
    expect_accepted({"--offset", "-10"});
    EXPECT_EQ(offset, -10);
    expect_refused({"--offset", "-11"}, "shop: option '--offset' takes a whole number from -10 to -1, not '-11'");
}

TEST(OptionsDeathTest, misuse_of_the_table_is_fatal) {
    EXPECT_EXIT(
        {
            Options options("a", "b");
            bool value = false;
            options.flag("no-dashes", value, "");
        },
        testing::ExitedWithCode(1), "fatal 8: ");
    EXPECT_EXIT(
        {
            Options options("a", "b");
            bool value = false;
            for (std::size_t i = 0; i <= Options::kOptionsMax; ++i)
                options.flag("--flag", value, "");
        },
        testing::ExitedWithCode(1), "fatal 8: ");
}

// --- parse_duration -------------------------------------------------------------------------------------------------

TEST(ParseDuration, every_unit_and_decimals_are_understood) {
    EXPECT_EQ(parse_duration("0s"), 0s);
    EXPECT_EQ(parse_duration("7ns"), 7ns);
    EXPECT_EQ(parse_duration("7us"), 7us);
    EXPECT_EQ(parse_duration("500ms"), 500ms);
    EXPECT_EQ(parse_duration("2.5s"), 2'500ms);
    EXPECT_EQ(parse_duration("1.000000001s"), 1s + 1ns);
    EXPECT_EQ(parse_duration("1.5min"), 90s);
    EXPECT_EQ(parse_duration("0.5h"), 30min);
    EXPECT_EQ(parse_duration("007s"), 7s);
    EXPECT_EQ(parse_duration("9223372036854775807ns"), Duration::max());
}

TEST(ParseDuration, anything_else_is_nothing) {
    for (const std::string_view text : {"",
                                        "5",
                                        "s",
                                        "ms",
                                        ".",
                                        ".s",
                                        "5.",
                                        "1.s",
                                        ".5s",
                                        "1..5s",
                                        "1.5.5s",
                                        "-1s",
                                        "+1s",
                                        " 1s",
                                        "1s ",
                                        "1 s",
                                        "1S",
                                        "1sec",
                                        "1d",
                                        "1µs",
                                        "1e3s",
                                        "0x1s",
                                        "1,5s",
                                        "9223372036854775808ns",
                                        "2562048h",
                                        "1.0000000001s",
                                        "1.5ns",
                                        "99999999999999999999s",
                                        "9223372036.854775808s"})
        EXPECT_EQ(parse_duration(text), std::nullopt) << text;
}

// --- LaunchOptions --------------------------------------------------------------------------------------------------

class LaunchOptionsTest : public testing::Test {
  protected:
    void expect_refused(std::initializer_list<std::string_view> words, const std::string& line) {
        LaunchOptions fresh;
        const Outcome outcome = parse(fresh, words);
        EXPECT_EQ(outcome.status, 2);
        EXPECT_EQ(outcome.errors, "baton: " + line + "\n");
    }

    LaunchOptions options;
};

TEST_F(LaunchOptionsTest, defaults) {
    EXPECT_EQ(parse(options, {}).status, std::nullopt);
    EXPECT_EQ(options.policy().name, "mlfq");
    EXPECT_EQ(options.seed(), 1U);
    EXPECT_TRUE(options.rest().empty());
}

TEST_F(LaunchOptionsTest, take_their_own_and_leave_the_rest_in_its_order) {
    const Outcome outcome = parse(
        options, {"--buyers", "7", "--seed=18446744073709551615", "x", "--policy", "rr", "--color", "never", "--z"});
    EXPECT_EQ(outcome.status, std::nullopt);
    EXPECT_EQ(outcome.errors, "");
    EXPECT_EQ(options.policy().name, "rr");
    EXPECT_EQ(options.seed(), UINT64_MAX);
    EXPECT_EQ(std::vector(options.rest().begin(), options.rest().end()),
              (std::vector<std::string_view>{"--buyers", "7", "x", "--z"}));
}

TEST_F(LaunchOptionsTest, every_policy_has_its_name) {
    for (const DispatchTable* const table : {&kMlfq, &kRoundRobin, &kFixedPriority}) {
        LaunchOptions fresh;
        EXPECT_EQ(parse(fresh, {"--policy", table->name}).status, std::nullopt);
        EXPECT_EQ(&fresh.policy(), table);
    }
}

TEST_F(LaunchOptionsTest, malformed_values_are_refused) {
    for (const std::string_view word : {"", "MLFQ", "fifo", "rrr"})
        expect_refused({"--policy", word},
                       "option '--policy' takes mlfq, rr, priority, fcfs, sjf or edf, not '" + std::string(word) + "'");
    for (const std::string_view word : {"", "-1", "x", "1x", "1.5", "18446744073709551616"})
        expect_refused({"--seed", word}, "option '--seed' takes a whole number from 0 to 18446744073709551615, not '" +
                                             std::string(word) + "'");
    for (const std::string_view word : {"", "yes", "Always"})
        expect_refused({"--color", word},
                       "option '--color' takes auto, always or never, not '" + std::string(word) + "'");
    for (const std::string_view name : {"--policy", "--seed", "--color"})
        expect_refused({"--app", name}, "option '" + std::string(name) + "' needs a value");
}

TEST_F(LaunchOptionsTest, too_many_words_are_refused) {
    std::vector<std::string_view> words(LaunchOptions::kArgumentsMax, "x");
    EXPECT_EQ(options.parse(words), std::nullopt);
    EXPECT_EQ(options.rest().size(), words.size());
    words.push_back("one more");
    LaunchOptions fresh;
    testing::internal::CaptureStderr();
    EXPECT_EQ(fresh.parse(words), 2);
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "baton: more than 32 words on the command line\n");
}

}  // namespace
}  // namespace baton
