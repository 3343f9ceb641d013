/** What somebody sends to show who they are; null: nothing. Of both headers `authorization` counts. */
export function secretOf({ header }: { readonly header: (name: string) => string | null }): string | null {
  const [, bearer] = /^bearer +(.*)$/i.exec(header('authorization') ?? '') ?? []
  return bearer || header('x-api-key') || null
}
