// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// Chainlink's AggregatorV3, as far as a reader sees it.
contract PriceFeed {
    string public description;
    uint8 public decimals;
    int256 private answer;
    uint256 private updatedAt;

    function set(string calldata newDescription, uint8 newDecimals, int256 newAnswer, uint256 newUpdatedAt) external {
        description = newDescription;
        decimals = newDecimals;
        answer = newAnswer;
        updatedAt = newUpdatedAt;
    }

    function latestRoundData()
        external
        view
        returns (uint80 roundId, int256 answer_, uint256 startedAt, uint256 updatedAt_, uint80 answeredInRound)
    {
        return (7, answer, updatedAt, updatedAt, 7);
    }
}
