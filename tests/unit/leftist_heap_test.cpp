#include <baton/core/leftist_heap.hpp>

#include <gtest/gtest.h>

#include <baton/core/random.hpp>
#include <bit>
#include <map>
#include <utility>
#include <vector>

namespace baton {
namespace {

// Equal keys stay in the order of insertion, as in a std::multimap.
using Model = std::multimap<std::int64_t, HeapNode*>;

void expect_same_first(const LeftistHeap& heap, const Model& model) {
    ASSERT_EQ(heap.empty(), model.empty());
    EXPECT_EQ(heap.first(), model.empty() ? nullptr : model.begin()->second);
    EXPECT_TRUE(heap.is_consistent());
}

struct Mix {
    std::uint64_t seed;
    std::uint32_t inserts_of_ten;  // how many of ten operations insert
    std::uint32_t keys;            // from how many different ones
};

class RandomOperations : public testing::TestWithParam<Mix> {};

INSTANTIATE_TEST_SUITE_P(LeftistHeap, RandomOperations,
                         testing::Values(Mix{1, 6, 1'000'000}, Mix{2, 5, 1'000'000}, Mix{3, 6, 10}, Mix{4, 6, 1},
                                         Mix{5, 9, 100}, Mix{6, 5, 3}),
                         [](const auto& parameter) { return "seed_" + std::to_string(parameter.param.seed); });

TEST_P(RandomOperations, agree_with_a_multimap) {
    const Mix mix = GetParam();
    Random random(mix.seed);
    constexpr std::size_t kNodes = 300;
    std::vector<HeapNode> nodes(kNodes);
    std::vector<HeapNode*> unused;
    for (HeapNode& node : nodes)
        unused.push_back(&node);
    LeftistHeap heap;
    Model model;

    for (int step = 0; step < 5'000; ++step) {
        if (!unused.empty() && random.below(10) < mix.inserts_of_ten) {
            HeapNode& node = *unused.back();
            unused.pop_back();
            node.key = random.below(mix.keys);
            const auto place = model.emplace(node.key, &node);
            EXPECT_EQ(heap.insert(node), place == model.begin());
        } else if (!model.empty()) {
            const auto victim = random.below(3) == 0
                                    ? model.begin()
                                    : std::next(model.begin(), random.below(static_cast<std::uint32_t>(model.size())));
            heap.remove(*victim->second);
            unused.push_back(victim->second);
            model.erase(victim);
        }
        expect_same_first(heap, model);
        if (HasFatalFailure() || HasNonfatalFailure())
            return;
    }
    while (!model.empty()) {
        expect_same_first(heap, model);
        heap.remove(*heap.first());
        model.erase(model.begin());
    }
    expect_same_first(heap, model);
}

TEST(LeftistHeap, paths_to_the_right_are_short_in_every_order_of_insertion) {
    constexpr std::size_t kNodes = 4'096;
    for (const int order : {0, 1, 2}) {
        std::vector<HeapNode> nodes(kNodes);
        LeftistHeap heap;
        Random random(9);
        for (std::size_t i = 0; i < kNodes; ++i) {
            const auto up = static_cast<std::int64_t>(i);
            nodes[i].key = order == 0 ? up : order == 1 ? -up : static_cast<std::int64_t>(random.below(1'000));
            heap.insert(nodes[i]);
            ASSERT_LE(heap.first()->rank, static_cast<std::uint32_t>(std::bit_width(i + 2) - 1)) << "log2(n + 1)";
        }
        EXPECT_TRUE(heap.is_consistent());
    }
}

TEST(LeftistHeap, extreme_keys_keep_their_order) {
    HeapNode earliest{}, middle{}, latest{};
    earliest.key = INT64_MIN;
    middle.key = 0;
    latest.key = INT64_MAX;
    LeftistHeap heap;
    EXPECT_TRUE(heap.insert(latest));
    EXPECT_TRUE(heap.insert(middle));
    EXPECT_TRUE(heap.insert(earliest));
    for (HeapNode* const expected : {&earliest, &middle, &latest}) {
        EXPECT_EQ(heap.first(), expected);
        heap.remove(*expected);
    }
    EXPECT_TRUE(heap.empty());
}

TEST(LeftistHeap, damage_is_noticed) {
    std::vector<HeapNode> nodes(7);
    LeftistHeap heap;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        nodes[i].key = static_cast<std::int64_t>(i);
        heap.insert(nodes[i]);
    }
    EXPECT_TRUE(heap.is_consistent());
    nodes[6].key = -1;
    EXPECT_FALSE(heap.is_consistent()) << "a child is due before its parent";
    nodes[6].key = 6;
    const std::uint32_t rank = std::exchange(nodes[0].rank, 9);
    EXPECT_FALSE(heap.is_consistent()) << "a wrong rank";
    nodes[0].rank = rank;
    EXPECT_TRUE(heap.is_consistent());
}

}  // namespace
}  // namespace baton
