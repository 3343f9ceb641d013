// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// Both registries have this shape: the one for transcoding and the one for AI.
contract ServiceRegistry {
    mapping(address => string) private uris;
    mapping(address => bool) private broken;

    function setServiceURIs(address[] calldata members, string[] calldata values) external {
        for (uint256 i = 0; i < members.length; i++) uris[members[i]] = values[i];
    }

    function setBroken(address member, bool isBroken) external {
        broken[member] = isBroken;
    }

    function getServiceURI(address member) external view returns (string memory) {
        require(!broken[member], "registry out of order");
        return uris[member];
    }
}
