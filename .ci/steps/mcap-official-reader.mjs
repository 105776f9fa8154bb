import fs from 'node:fs';
import { McapIndexedReader, McapStreamReader } from '@mcap/core';

const bytes = fs.readFileSync(process.argv[2]);
const readable = {
  size: async () => BigInt(bytes.length),
  read: async (offset, length) => new Uint8Array(bytes.buffer, bytes.byteOffset + Number(offset), Number(length)),
};

const indexed = await McapIndexedReader.Initialize({ readable });
const topics = [...indexed.channelsById.values()].map((c) => c.topic);
for (const topic of ['/recording', '/world', '/answers', '/map', '/scene', '/events', ...process.argv.slice(3)]) {
  if (!topics.includes(topic)) throw new Error(`topic ${topic} is missing`);
}
let messages = 0n;
for await (const message of indexed.readMessages({ validateCrcs: true })) {
  messages++;
  const channel = indexed.channelsById.get(message.channelId);
  if (channel.topic !== '/driver/signals') continue;
  const named = JSON.parse(new TextDecoder().decode(indexed.schemasById.get(channel.schemaId).data)).properties;
  for (const [name, value] of Object.entries(JSON.parse(new TextDecoder().decode(message.data)))) {
    if (named[name]?.type !== 'number' || typeof value !== 'number') throw new Error(`the signal '${name}' is not in the schema that plots read`);
  }
}
if (messages !== indexed.statistics.messageCount || messages === 0n) throw new Error(`${messages} messages, ${indexed.statistics.messageCount} stated`);
let attachments = 0;
for await (const _ of indexed.readAttachments({ validateCrcs: true })) attachments++;
if (attachments !== 1) throw new Error(`${attachments} attachments`);

const stream = new McapStreamReader({ validateCrcs: true });
stream.append(bytes);
while (stream.nextRecord()) { /* every record, every checksum */ }
if (!stream.done()) throw new Error('the stream reader does not reach the end');
console.log(`${messages} messages on ${topics.length} topics`);
