/** An object as Go's decoder takes it: keys in any case, and null for nothing said. */
export const anyCase = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value)
          .filter(([, given]) => given !== null)
          .map(([key, given]) => [key.toLowerCase(), given]),
      )
    : value
