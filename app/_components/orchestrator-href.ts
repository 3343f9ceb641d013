/** Where an orchestrator stands, by its address. */
export const orchestratorHref = (address: string): string => `/position/${encodeURIComponent(address)}`
