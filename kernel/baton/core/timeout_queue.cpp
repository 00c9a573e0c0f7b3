#include <baton/core/timeout_queue.hpp>
#include <utility>

namespace baton {

namespace {

bool is_before(const TimeoutNode& a, const TimeoutNode& b) {
    if (a.deadline != b.deadline)
        return a.deadline < b.deadline;
    return static_cast<std::int32_t>(a.sequence - b.sequence) < 0;
}

std::uint32_t rank_of(const TimeoutNode* node) {
    return node ? node->rank : 0;
}

void set_right(TimeoutNode& parent, TimeoutNode* child) {
    parent.right = child;
    if (child)
        child->parent = &parent;
}

// Puts the deeper child on the left and returns whether the node's rank changed.
bool restore(TimeoutNode& node) {
    if (rank_of(node.left) < rank_of(node.right))
        std::swap(node.left, node.right);
    const std::uint32_t rank = rank_of(node.right) + 1;
    if (rank == node.rank)
        return false;
    node.rank = rank;
    return true;
}

// Merges two heaps along their rightmost paths.
TimeoutNode* merge(TimeoutNode* a, TimeoutNode* b) {
    if (!a || !b)
        return a ? a : b;
    if (is_before(*b, *a))
        std::swap(a, b);
    TimeoutNode* const top = a;
    while (a->right) {
        if (is_before(*b, *a->right)) {
            TimeoutNode* const displaced = a->right;
            set_right(*a, b);
            b = displaced;
        }
        a = a->right;
    }
    set_right(*a, b);
    top->parent = nullptr;
    for (TimeoutNode* node = a; node; node = node->parent)
        restore(*node);
    return top;
}

}  // namespace

bool TimeoutQueue::insert(TimeoutNode& node) {
    node.sequence = next_sequence_++;
    node.right = nullptr;
    node.rank = 1;
    if (!root_ || is_before(node, *root_)) {
        node.left = root_;
        node.parent = nullptr;
        if (root_)
            root_->parent = &node;
        root_ = &node;
        return true;
    }
    TimeoutNode* above = root_;
    while (above->right && !is_before(node, *above->right))
        above = above->right;
    node.left = above->right;
    if (node.left)
        node.left->parent = &node;
    set_right(*above, &node);
    while (above && restore(*above))
        above = above->parent;
    return false;
}

void TimeoutQueue::remove(TimeoutNode& node) {
    TimeoutNode* const above = node.parent;
    if (node.left)
        node.left->parent = nullptr;
    if (node.right)
        node.right->parent = nullptr;
    TimeoutNode* const below = merge(node.left, node.right);
    if (below)
        below->parent = above;
    if (!above) {
        root_ = below;
        return;
    }
    (above->left == &node ? above->left : above->right) = below;
    for (TimeoutNode* changed = above; changed && restore(*changed);)
        changed = changed->parent;
}

bool TimeoutQueue::is_consistent() const {
    // A walk in pre-order by the parent links: no recursion, no memory.
    const TimeoutNode* node = root_;
    const TimeoutNode* from = nullptr;
    while (node) {
        if (from == node->parent) {
            if (node->parent && is_before(*node, *node->parent))
                return false;
            if (node->rank != rank_of(node->right) + 1 || rank_of(node->left) < rank_of(node->right))
                return false;
        }
        const TimeoutNode* next = node->parent;
        if (from == node->parent)
            next = node->left ? node->left : node->right ? node->right : node->parent;
        else if (from == node->left && node->right)
            next = node->right;
        from = node;
        node = next;
    }
    return true;
}

}  // namespace baton
