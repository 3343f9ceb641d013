// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// Names contracts by keccak256 of their name, as Livepeer's Controller does.
contract Controller {
    mapping(bytes32 => address) private contracts;

    function setContract(string calldata name, address target) external {
        contracts[keccak256(bytes(name))] = target;
    }

    function getContract(bytes32 id) external view returns (address) {
        return contracts[id];
    }
}
