/** The page of an orchestrator, by its address. */
export const orchestratorHref = (address: string): string => `/orchestrators/${encodeURIComponent(address)}`
