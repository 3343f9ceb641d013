// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {RoundsManager} from "./RoundsManager.sol";

/// The pool as BondingManager shows it: a doubly linked list, with rounds and stake of each member.
contract BondingManager {
    struct Member {
        address previous;
        address next;
        bool isIn;
        bool isBroken;
        uint256 activationRound;
        uint256 deactivationRound;
        uint256 stake;
    }

    RoundsManager private immutable rounds;
    mapping(address => Member) private members;
    address private head;
    address private tail;
    uint256 private size;

    constructor(RoundsManager roundsManager) {
        rounds = roundsManager;
    }

    /// Behind `after_`, or first when that is the zero address.
    function insert(address member, address after_) public {
        require(!members[member].isIn, "in the pool already");
        address next = after_ == address(0) ? head : members[after_].next;
        members[member] = Member(after_, next, true, false, 1, type(uint256).max, 1 ether);
        if (after_ == address(0)) head = member;
        else members[after_].next = member;
        if (next == address(0)) tail = member;
        else members[next].previous = member;
        size++;
    }

    function append(address[] calldata joining) external {
        for (uint256 i = 0; i < joining.length; i++) insert(joining[i], tail);
    }

    function remove(address member) external {
        Member memory leaving = members[member];
        require(leaving.isIn, "not in the pool");
        if (leaving.previous == address(0)) head = leaving.next;
        else members[leaving.previous].next = leaving.next;
        if (leaving.next == address(0)) tail = leaving.previous;
        else members[leaving.next].previous = leaving.previous;
        delete members[member];
        size--;
    }

    function setMember(address member, uint256 activationRound, uint256 deactivationRound, uint256 stake) external {
        members[member].activationRound = activationRound;
        members[member].deactivationRound = deactivationRound;
        members[member].stake = stake;
    }

    function setBroken(address member, bool isBroken) external {
        members[member].isBroken = isBroken;
    }

    /// A list that runs in a circle, or is longer than it says.
    function corrupt(address member, address next, uint256 statedSize) external {
        members[member].next = next;
        size = statedSize;
    }

    function getFirstTranscoderInPool() external view returns (address) {
        return head;
    }

    function getNextTranscoderInPool(address member) external view returns (address) {
        return members[member].next;
    }

    function getTranscoderPoolSize() external view returns (uint256) {
        return size;
    }

    function getTranscoder(address member)
        external
        view
        returns (
            uint256 lastRewardRound,
            uint256 rewardCut,
            uint256 feeShare,
            uint256 lastActiveStakeUpdateRound,
            uint256 activationRound,
            uint256 deactivationRound,
            uint256 activeCumulativeRewards,
            uint256 cumulativeRewards,
            uint256 cumulativeFees,
            uint256 lastFeeRound
        )
    {
        Member memory read = working(member);
        return (101, 102, 103, 104, read.activationRound, read.deactivationRound, 107, 108, 109, 110);
    }

    function transcoderTotalStake(address member) external view returns (uint256) {
        return working(member).stake;
    }

    function isActiveTranscoder(address member) external view returns (bool) {
        Member memory read = working(member);
        uint256 round = rounds.currentRound();
        return read.activationRound <= round && round < read.deactivationRound;
    }

    function working(address member) private view returns (Member memory) {
        require(!members[member].isBroken, "member out of order");
        return members[member];
    }
}
