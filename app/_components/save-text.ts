/** Saves a text as a file. */
export function saveText(
  text: string,
  { mediaType, fileName }: { mediaType: string; fileName: string },
): void {
  const url = URL.createObjectURL(new Blob([text], { type: mediaType }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  // The browser has taken it over by the next turn.
  setTimeout(() => URL.revokeObjectURL(url))
}
