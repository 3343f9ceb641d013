/** The page of one source. */
export const sourceHref = (name: string): string => `/sources/${encodeURIComponent(name)}`
