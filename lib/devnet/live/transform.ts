const PACKET_BYTES = 188
/** The header of a packet of the null stream of MPEG-TS, which every player skips. */
const NULL_PACKET = Buffer.from([0x47, 0x1f, 0xff, 0x10])

/** What the simulated pipeline adds before a segment: a packet that says what was done, and that leaves MPEG-TS what it is. */
export function markPacket(text: string): Buffer {
  const packet = Buffer.alloc(PACKET_BYTES, 0xff)
  NULL_PACKET.copy(packet)
  Buffer.from(text)
    .subarray(0, PACKET_BYTES - NULL_PACKET.length)
    .copy(packet, NULL_PACKET.length)
  return packet
}
