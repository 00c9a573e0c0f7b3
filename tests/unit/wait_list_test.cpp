#include <baton/core/wait.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <baton/baton.hpp>
#include <deque>
#include <memory>
#include <vector>

namespace baton {
namespace {

// Runs `body` as a task, so that the tasks that it makes have levels.
template <class F>
void run_alone(F body) {
    const auto first = std::make_unique<StaticTask<8192>>("first", body);
    Kernel kernel({.policy = &kFixedPriority});
    kernel.run(*first);
}

using Idle = StaticTask<256>;

std::vector<WaitNode*> content(const WaitList& list) {
    std::vector<WaitNode*> nodes;
    for (WaitNode* node = list.front(); node; node = node->next)
        nodes.push_back(node);
    return nodes;
}

TEST(WaitList, nodes_stand_by_level_and_by_arrival_within_a_level) {
    run_alone([] {
        Event object;
        std::deque<Idle> tasks;
        std::deque<WaitNode> nodes;
        std::vector<WaitNode*> expected;
        WaitList list;
        Random random(3);
        EXPECT_TRUE(list.empty());
        for (int i = 0; i < 40; ++i) {
            Task& task = tasks.emplace_back("idle", [] {});
            task.set_level(static_cast<Level>(24 + random.below(5)));
            expect_ok(task.start());
            WaitNode& node = nodes.emplace_back(task, object, WaitReason::event);
            list.insert(node);
            expected.push_back(&node);
            std::ranges::stable_sort(expected, {}, [](WaitNode* waiting) { return waiting->task->level(); });
            ASSERT_EQ(content(list), expected);
        }
        while (!expected.empty()) {
            const auto victim = expected.begin() + random.below(static_cast<std::uint32_t>(expected.size()));
            list.remove(**victim);
            expected.erase(victim);
            ASSERT_EQ(content(list), expected);
        }
        EXPECT_TRUE(list.empty());
        EXPECT_EQ(list.front(), nullptr);
        for (Task& task : tasks)
            expect_ok(task.join());
    });
}

TEST(WaitList, lone_node_can_be_taken_out_and_put_in_again) {
    run_alone([] {
        Event object;
        WaitNode node(current(), object, WaitReason::event);
        WaitList list;
        for (int round = 0; round < 3; ++round) {
            list.insert(node);
            EXPECT_EQ(content(list), std::vector{&node});
            list.remove(node);
            EXPECT_TRUE(list.empty());
        }
        list.insert(node);
        list.remove_front();
        EXPECT_TRUE(list.empty());
    });
}

}  // namespace
}  // namespace baton
