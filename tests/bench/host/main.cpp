// baton_bench on the host: Google Benchmark's program, with the shared cases and the host's own.
#include <benchmark/benchmark.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/cases.hpp"
#include "tests/bench/trial.hpp"

namespace {

using namespace baton;

// In the default build what does not depend on priorities is measured as an application has it.
const DispatchTable& policy_of(const bench::Case& measured) {
    return !kConfig.accounting || measured.needs_priorities ? kFixedPriority : kMlfq;
}

void measure(benchmark::State& state, const bench::Case& measured) {
    bench::Meter meter(state);
    bench::Trial trial(meter, policy_of(measured));
    while (!meter.is_finished())
        measured.run(trial);
}

// Google Benchmark adds "/manual_time" to the name of a case that takes its time itself, as all do here. The names are
// the same on every machine, so that comes off again.
template <class Reporter>
class PlainNames final : public Reporter {
  public:
    using typename Reporter::Run;

    void ReportRuns(const std::vector<Run>& runs) override {
        std::vector<Run> renamed = runs;
        for (Run& run : renamed)
            run.run_name.time_type.clear();
        Reporter::ReportRuns(renamed);
    }
};

int run_all(benchmark::BenchmarkReporter& display, bool to_file) {
    PlainNames<benchmark::JSONReporter> file;
    return benchmark::RunSpecifiedBenchmarks(&display, to_file ? &file : nullptr) > 0 ? 0 : 2;
}

}  // namespace

int main(int argc, char** argv) {
    for (const auto& table : {bench::cases(), bench::machine_cases()})
        for (const bench::Case& measured : table)
            benchmark::RegisterBenchmark(std::string(measured.name).c_str(), measure, measured)->UseManualTime();
    // A tenth of a second a case is enough here; what the caller says comes later and counts.
    std::string min_time = "--benchmark_min_time=0.1";
    std::vector<char*> words(argv, argv + argc);
    words.insert(words.begin() + 1, min_time.data());
    bool to_file = false, json = false;
    for (const std::string_view word : words) {
        to_file = to_file || word.starts_with("--benchmark_out=");
        json = json || word == "--benchmark_format=json";
    }
    words.push_back(nullptr);
    argc = static_cast<int>(words.size()) - 1;
    benchmark::Initialize(&argc, words.data());
    if (benchmark::ReportUnrecognizedArguments(argc, words.data()))
        return 2;
    benchmark::AddCustomContext("kernel", kConfig.accounting ? "default" : "lean");
    PlainNames<benchmark::ConsoleReporter> console;
    PlainNames<benchmark::JSONReporter> json_console;
    return json ? run_all(json_console, to_file) : run_all(console, to_file);
}
