/** The id of a node's row: an address as a fragment finds it without decoding. */
export const nodeAnchor = (uri: string): string => `node-${encodeURIComponent(uri)}`
