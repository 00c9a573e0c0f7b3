#include <baton/core/task_state.hpp>

#include <gtest/gtest.h>

#include <set>
#include <utility>

namespace baton {
namespace {

using enum TaskState;

TEST(TaskState, transitions_are_those_of_the_diagram_and_no_others) {
    const std::set<std::pair<TaskState, TaskState>> diagram{
        {created, ready}, {ready, blocked}, {ready, finished}, {blocked, ready}, {blocked, finished}};
    for (const TaskState from : {created, ready, running, blocked, finished})
        for (const TaskState to : {created, ready, running, blocked, finished})
            EXPECT_EQ(is_transition(from, to), diagram.contains({from, to}))
                << to_string(from) << " to " << to_string(to);
}

TEST(TaskState, states_and_reasons_have_different_names) {
    std::set<std::string_view> names;
    for (const TaskState state : {created, ready, running, blocked, finished})
        names.insert(to_string(state));
    EXPECT_EQ(names.size(), 5U);
    EXPECT_FALSE(names.contains("?"));
}

}  // namespace
}  // namespace baton
