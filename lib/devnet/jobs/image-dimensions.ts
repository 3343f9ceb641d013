export interface Dimensions {
  readonly width: number
  readonly height: number
}

/** Of a PNG, a GIF or a JPEG, told by its first bytes; null for anything else. */
export function imageDimensions(bytes: Uint8Array): Dimensions | null {
  const image = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const found = png(image) ?? gif(image) ?? jpeg(image)
  return found && found.width > 0 && found.height > 0 ? found : null
}

const PNG_BEGINNING = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')

const png = (image: Buffer): Dimensions | null =>
  image.length >= 24 && image.subarray(0, 16).equals(PNG_BEGINNING)
    ? { width: image.readUInt32BE(16), height: image.readUInt32BE(20) }
    : null

const gif = (image: Buffer): Dimensions | null =>
  image.length >= 10 && /^GIF8[79]a/.test(image.toString('latin1', 0, 6))
    ? { width: image.readUInt16LE(6), height: image.readUInt16LE(8) }
    : null

/** From marker to marker, each with its length, until the one of a frame. */
function jpeg(image: Buffer): Dimensions | null {
  if (image.length < 4 || image.readUInt16BE(0) !== 0xffd8) return null
  for (let place = 2; place + 9 <= image.length; ) {
    const marker = image.readUInt16BE(place)
    if (marker < 0xff01) return null
    if (isFrame(marker))
      return { height: image.readUInt16BE(place + 5), width: image.readUInt16BE(place + 7) }
    place += 2 + Math.max(2, image.readUInt16BE(place + 2))
  }
  return null
}

/** SOF0 to SOF15, without the tables that stand among them. */
const isFrame = (marker: number): boolean =>
  marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker)
