import { SaxesParser } from 'saxes'

/** An element with its name in its namespace: `http://www.w3.org/2005/Atom entry`. */
export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: XmlElement[]
  text: string
}

/** Throws where the document is not well-formed, or holds what XML 1.0 forbids. */
export function parseXml(text: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true })
  const root: XmlElement = { name: '', attributes: {}, children: [], text: '' }
  const open = [root]
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ uri, local, attributes }) => {
    const element: XmlElement = {
      name: `${uri} ${local}`.trim(),
      attributes: Object.fromEntries(Object.entries(attributes).map(([name, { value }]) => [name, value])),
      children: [],
      text: '',
    }
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  parser.on('text', (part) => {
    const element = open.at(-1)
    if (element) element.text += part
  })
  parser.on('closetag', () => open.pop())
  parser.write(text).close()
  const [document] = root.children
  if (!document) throw new Error('there is no element')
  return document
}

/** The children of that name. */
export const named = ({ children }: XmlElement, name: string): XmlElement[] =>
  children.filter((child) => child.name === name)

/** The text of the one child of that name. */
export function textOf(element: XmlElement, name: string): string {
  const [child, ...more] = named(element, name)
  if (!child || more.length > 0)
    throw new Error(`${element.name} has ${more.length} ${name} too many, or none`)
  return child.text
}
