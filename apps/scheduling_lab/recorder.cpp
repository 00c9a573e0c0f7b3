#include "recorder.hpp"

#include <algorithm>
#include <utility>

void Recorder::begin(const Timeline& timeline, baton::Duration switch_cost) {
    timeline_ = &timeline;
    switch_cost_ = switch_cost;
    activity_.fill(Activity::absent);
    since_.fill(baton::Duration(0));
    sleeps_for_io_.fill(false);
    first_runs_.fill(kNotYet);
    last_ = kNobody;
    switches_ = 0;
    count_ = 0;
    late_count_ = 0;
    complete_until_ = baton::Duration::max();
}

void Recorder::on_event(const baton::TraceEvent& event) {
    if (!event.task || event.task->id() < kFirstJobId)
        return;
    const std::size_t job = event.task->id() - kFirstJobId;
    const baton::Duration now = timeline_->now();
    switch (event.kind) {
        case baton::TraceKind::wake: change(job, Activity::ready, now); break;
        case baton::TraceKind::dispatch: dispatch(job, now); break;
        case baton::TraceKind::block: change(job, sleeps_for_io_[job] ? Activity::io : Activity::absent, now); break;
        case baton::TraceKind::finish: change(job, Activity::absent, now); break;
        case baton::TraceKind::start:  // every job sleeps first, until its arrival
        case baton::TraceKind::level:
        case baton::TraceKind::idle: break;
    }
}

void Recorder::dispatch(std::size_t job, baton::Duration now) {
    if (last_ != kNobody && last_ != job) {
        ++switches_;
        // The time of the switch, which has just passed, is nobody's.
        if (activity_[last_] == Activity::running)
            change(last_, Activity::ready, now - switch_cost_);
    }
    last_ = job;
    if (first_runs_[job] == kNotYet)
        first_runs_[job] = now;
    change(job, Activity::running, now);
}

void Recorder::change(std::size_t job, Activity activity, baton::Duration now) {
    const Activity before = std::exchange(activity_[job], activity);
    const baton::Duration begin = std::exchange(since_[job], now);
    if (before == Activity::absent || begin == now)
        return;
    if (count_ == kSegmentsMax) {
        complete_until_ = std::min(complete_until_, begin);
        return;
    }
    segments_[count_++] = {begin, now, static_cast<std::uint16_t>(job), before};
}
