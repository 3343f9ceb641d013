// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

interface Pool {
    function getFirstTranscoderInPool() external view returns (address);
    function getNextTranscoderInPool(address member) external view returns (address);
}

/// Walks the pool's linked list inside one eth_call. It is sent along with that call and never deployed.
contract PoolWalker {
    /// The members in the pool's order, at most `limit` of them.
    function walk(Pool pool, uint256 limit) external view returns (address[] memory members) {
        members = new address[](limit);
        uint256 count = 0;
        address member = pool.getFirstTranscoderInPool();
        while (member != address(0) && count < limit) {
            members[count++] = member;
            member = pool.getNextTranscoderInPool(member);
        }
        assembly ("memory-safe") {
            mstore(members, count)
        }
    }
}
