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
const plotted = ['/driver/signals', '/metrics', '/thresholds', '/violations'];
const plots = (topic, schema, values) => {
  for (const [name, value] of Object.entries(values)) {
    const named = schema.properties[name];
    if (named?.type !== typeof value) throw new Error(`'${name}' on ${topic} is not in the schema that plots read`);
    if (named.type === 'object') plots(topic, named, value);
  }
};
let messages = 0n;
for await (const message of indexed.readMessages({ validateCrcs: true })) {
  messages++;
  const channel = indexed.channelsById.get(message.channelId);
  if (!plotted.includes(channel.topic)) continue;
  plots(channel.topic, JSON.parse(new TextDecoder().decode(indexed.schemasById.get(channel.schemaId).data)), JSON.parse(new TextDecoder().decode(message.data)));
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
