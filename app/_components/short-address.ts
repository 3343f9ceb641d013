/** The two ends of an address: what somebody is called to whom nobody gives a name. */
export const shortAddress = (address: string): string => `${address.slice(0, 6)}…${address.slice(-4)}`
