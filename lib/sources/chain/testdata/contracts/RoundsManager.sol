// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

contract RoundsManager {
    uint256 public lastInitializedRound;
    uint256 public currentRound;

    /// The current round may be one that nobody has initialized yet.
    function setRounds(uint256 initialized, uint256 current) external {
        lastInitializedRound = initialized;
        currentRound = current;
    }
}
