#include "builtin.hpp"

namespace {

constexpr Builtin kBuiltins[] = {
    {"three_jobs", "one long job and two short ones arrive together",
     R"(job A cpu=100ms
job B cpu=10ms
job C cpu=10ms
)"},
    {"convoy", "jobs that mostly use devices queue up behind one that computes",
     R"(job compute cpu=200ms
job disk1   arrival=1ms cpu=1ms io=9ms repeat=10
job disk2   arrival=1ms cpu=1ms io=9ms repeat=10
job disk3   arrival=1ms cpu=1ms io=9ms repeat=10
)"},
    {"gaming", "a job gives up the CPU just before its quantum ends",
     R"(job honest cpu=90ms
job gamer  cpu=9ms io=1ms repeat=10
)"},
    {"starvation", "a stream of short jobs keeps a long one from the CPU",
     R"(job long cpu=60ms level=2
job s01 arrival=10ms cpu=10ms level=1
job s02 arrival=20ms cpu=10ms level=1
job s03 arrival=30ms cpu=10ms level=1
job s04 arrival=40ms cpu=10ms level=1
job s05 arrival=50ms cpu=10ms level=1
job s06 arrival=60ms cpu=10ms level=1
job s07 arrival=70ms cpu=10ms level=1
job s08 arrival=80ms cpu=10ms level=1
job s09 arrival=90ms cpu=10ms level=1
job s10 arrival=100ms cpu=10ms level=1
job s11 arrival=110ms cpu=10ms level=1
job s12 arrival=120ms cpu=10ms level=1
job s13 arrival=130ms cpu=10ms level=1
job s14 arrival=140ms cpu=10ms level=1
job s15 arrival=150ms cpu=10ms level=1
job s16 arrival=160ms cpu=10ms level=1
job s17 arrival=170ms cpu=10ms level=1
job s18 arrival=180ms cpu=10ms level=1
job s19 arrival=190ms cpu=10ms level=1
job s20 arrival=200ms cpu=10ms level=1
)"},
    {"interactive", "two editors and a compiler share the CPU with a batch job",
     R"(job batch    cpu=300ms                                level=3
job compiler cpu=40ms io=10ms repeat=4                 level=2
job editor1  arrival=5ms  cpu=2ms io=40ms repeat=8     level=1
job editor2  arrival=20ms cpu=2ms io=40ms repeat=8     level=1
)"},
    {"edf", "three periodic jobs that need all of the CPU",
     R"(job t1 cpu=2ms period=5ms  repeat=7 level=1
job t2 cpu=4ms period=7ms  repeat=5 level=2
job t3 cpu=1ms period=35ms repeat=1 level=3
)"},
};

}  // namespace

std::span<const Builtin> builtins() {
    return kBuiltins;
}
