// The C++ client of the matrix: runs every case against one server and prints "ok NAME" or "FAIL NAME why" for each.
#include <arpa/inet.h>
#include <google/protobuf/descriptor.pb.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/client_unary_call.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <thread>
#include <vector>

#include "common.h"
#include "health.grpc.pb.h"
#include "interop.grpc.pb.h"
#include "reflection.grpc.pb.h"

namespace pb = sim::interop::v1;
namespace health = grpc::health::v1;
namespace reflect = grpc::reflection::v1alpha;
using grpc::ClientContext;
using grpc::Status;
using grpc::StatusCode;
using Clock = std::chrono::steady_clock;
using Stub = std::unique_ptr<pb::Interop::Stub>;
using Channel = std::shared_ptr<grpc::Channel>;

namespace {

constexpr int kWaitMs = 20'000;
const char* const kText = "Fahrspur «3» fehlt: 100 % — 車線なし 🚗\nzweite Zeile";
std::map<std::string, std::string> options;
Channel plain;

struct Case {
  const char* name;
  std::function<void(pb::Interop::Stub&)> body;
};
std::vector<Case>& Cases() {
  static std::vector<Case> cases;
  return cases;
}
struct Register {
  Register(const char* name, std::function<void(pb::Interop::Stub&)> body) { Cases().push_back({name, std::move(body)}); }
};
#define CASE(name)                      \
  void name(pb::Interop::Stub& stub);   \
  const Register register_##name(#name, name); \
  void name([[maybe_unused]] pb::Interop::Stub& stub)

template <typename T>
std::string Show(const T& value) {
  std::ostringstream text;
  text << value;
  return text.str().substr(0, 200);
}
std::string Show(StatusCode code) { return std::to_string(static_cast<int>(code)); }

void Expect(bool condition, const std::string& what) {
  if (!condition) throw std::runtime_error(what);
}
template <typename A, typename B>
void Equal(const A& found, const B& expected, const std::string& what) {
  if (!(found == expected)) throw std::runtime_error(what + ": '" + Show(found) + "', expected '" + Show(expected) + "'");
}
void Ok(const Status& status) { Expect(status.ok(), "status " + Show(status.error_code()) + ": " + status.error_message()); }
void Fails(const Status& status, StatusCode code) {
  if (status.error_code() != code)
    throw std::runtime_error("status " + Show(status.error_code()) + " (" + status.error_message() + "), expected " + Show(code));
}
void Fails(const Status& status, StatusCode code, const std::string& message) {
  Fails(status, code);
  Equal(status.error_message(), message, "message");
}

std::string Binary() {
  std::string bytes(256, '\0');
  for (int i = 0; i < 256; ++i) bytes[static_cast<size_t>(i)] = static_cast<char>(i);
  return bytes;
}

Channel Connect(const std::string& target, std::shared_ptr<grpc::ChannelCredentials> credentials = grpc::InsecureChannelCredentials()) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kReceiveLimit);
  arguments.SetMaxSendMessageSize(-1);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return grpc::CreateCustomChannel(target, credentials, arguments);
}

// A context with a deadline; ms < 0: without one.
std::unique_ptr<ClientContext> Context(int ms = kWaitMs, const std::vector<std::pair<std::string, std::string>>& metadata = {}) {
  auto context = std::make_unique<ClientContext>();
  if (ms >= 0) context->set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(ms));
  for (const auto& entry : metadata) context->AddMetadata(entry.first, entry.second);
  return context;
}

std::string Key(const char* name) {
  static std::atomic<int> count{0};
  return std::string("cpp-") + name + "-" + std::to_string(getpid()) + "-" + std::to_string(++count);
}

std::string Witnessed(pb::Interop::Stub& stub, const std::string& key, int wait_ms) {
  pb::WitnessRequest request;
  pb::WitnessReply reply;
  request.set_key(key);
  request.set_wait_ms(static_cast<uint32_t>(wait_ms));
  Ok(stub.Witness(Context().get(), request, &reply));
  return reply.state();
}
void Ended(pb::Interop::Stub& stub, const std::string& key, const char* expected) {
  Equal(Witnessed(stub, key, 5000), std::string(expected), "the server's view of the call");
}
void Running(pb::Interop::Stub& stub, const std::string& key) {
  auto end = Clock::now() + std::chrono::seconds(10);
  while (Witnessed(stub, key, 0) != "running") {
    Expect(Clock::now() < end, "the call never reached the server");
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

std::string Value(const std::multimap<grpc::string_ref, grpc::string_ref>& metadata, const char* key) {
  auto entry = metadata.find(key);
  Expect(entry != metadata.end(), std::string("no metadata ") + key);
  return std::string(entry->second.data(), entry->second.size());
}

pb::EchoRequest Payload(const std::string& payload) {
  pb::EchoRequest request;
  request.set_payload(payload);
  return request;
}
pb::EchoRequest Failing(int code, const std::string& message) {
  pb::EchoRequest request;
  request.mutable_failure()->set_code(code);
  request.mutable_failure()->set_message(message);
  return request;
}
pb::Item MakeItem(uint32_t index, const std::string& payload = "", const std::string& text = "") {
  pb::Item item;
  item.set_index(index);
  item.set_payload(payload);
  item.set_text(text);
  return item;
}
pb::Item FailingItem(int code) {
  pb::Item item;
  item.mutable_failure()->set_code(code);
  item.mutable_failure()->set_message(kText);
  return item;
}

// Sends `count` items of `payload` while reading all answers, which must be those and "end".
void ChatAll(pb::Interop::Stub& stub, uint32_t count, const std::string& payload, std::unique_ptr<ClientContext> context) {
  auto stream = stub.Chat(context.get());
  std::thread writer([&] {
    for (uint32_t i = 0; i < count; ++i)
      if (!stream->Write(MakeItem(i, payload))) return;
    stream->WritesDone();
  });
  pb::Item item;
  uint32_t got = 0;
  std::string wrong;
  while (stream->Read(&item)) {
    if (item.index() != got || (got < count ? item.payload() != payload : item.text() != "end")) wrong = "answer " + std::to_string(got) + " differs";
    ++got;
  }
  writer.join();
  Ok(stream->Finish());
  Equal(wrong, std::string(), "answers");
  Equal(got, count + 1, "number of answers");
}

// Call kinds

CASE(unary) {
  pb::EchoRequest request = Payload(Binary());
  pb::EchoReply reply;
  request.set_text(kText);
  Ok(stub.Echo(Context().get(), request, &reply));
  Equal(reply.payload(), Binary(), "payload");
  Equal(reply.text(), std::string(kText), "text");
}

CASE(unary_empty) {
  pb::EchoReply reply;
  Ok(stub.Echo(Context().get(), pb::EchoRequest(), &reply));
  Equal(reply.payload(), std::string(), "payload");
}

CASE(unary_concurrent) {
  std::vector<std::future<std::string>> calls;
  for (uint32_t i = 0; i < 50; ++i)
    calls.push_back(std::async(std::launch::async, [&stub, i] {
      pb::EchoRequest request;
      pb::EchoReply reply;
      request.set_text(std::to_string(i));
      request.set_delay_ms(i % 7);
      Ok(stub.Echo(Context().get(), request, &reply));
      return reply.text();
    }));
  for (size_t i = 0; i < calls.size(); ++i) Equal(calls[i].get(), std::to_string(i), "text");
}

CASE(server_stream) {
  pb::ExpandRequest request;
  request.set_count(1000);
  request.set_size(10);
  auto context = Context();
  auto reader = stub.Expand(context.get(), request);
  pb::Item item;
  uint32_t count = 0;
  while (reader->Read(&item)) {
    Equal(item.index(), count++, "index");
    Equal(item.payload(), Pattern(10), "payload");
  }
  Ok(reader->Finish());
  Equal(count, 1000u, "count");
}

CASE(server_stream_empty) {
  auto context = Context();
  auto reader = stub.Expand(context.get(), pb::ExpandRequest());
  pb::Item item;
  Expect(!reader->Read(&item), "an item came");
  Ok(reader->Finish());
}

CASE(client_stream) {
  pb::Summary summary;
  auto context = Context();
  auto writer = stub.Collect(context.get(), &summary);
  for (uint32_t i = 0; i < 500; ++i) Expect(writer->Write(MakeItem(i, Pattern(100))), "write failed");
  writer->WritesDone();
  Ok(writer->Finish());
  Equal(summary.count(), 500u, "count");
  Equal(summary.bytes(), 50'000u, "bytes");
  Equal(summary.index_sum(), 124'750u, "sum of indices");
}

CASE(client_stream_empty) {
  pb::Summary summary;
  auto context = Context();
  auto writer = stub.Collect(context.get(), &summary);
  writer->WritesDone();
  Ok(writer->Finish());
  Equal(summary.count(), 0u, "count");
}

CASE(bidi_stream) {
  auto context = Context();
  auto stream = stub.Chat(context.get());
  pb::Item item;
  for (uint32_t i = 0; i < 200; ++i) {
    Expect(stream->Write(MakeItem(i, "", kText)), "write failed");
    Expect(stream->Read(&item), "no answer");
    Equal(item.index(), i, "index");
    Equal(item.text(), std::string(kText), "text");
  }
  stream->WritesDone();
  Expect(stream->Read(&item), "no last answer");
  Equal(item.text(), std::string("end"), "last answer");
  Expect(!stream->Read(&item), "an answer after the last");
  Ok(stream->Finish());
}

CASE(bidi_half_close) { ChatAll(stub, 100, Pattern(1000), Context()); }

CASE(bidi_concurrent) {
  std::vector<std::future<void>> calls;
  for (int i = 0; i < 16; ++i)
    calls.push_back(std::async(std::launch::async, [&stub] { ChatAll(stub, 20, Pattern(1000), Context()); }));
  for (auto& call : calls) call.get();
}

// Deadlines and cancellation

CASE(deadline_unary) {
  auto key = Key("deadline");
  auto begin = Clock::now();
  pb::EchoRequest request;
  pb::EchoReply reply;
  request.set_delay_ms(10'000);
  Fails(stub.Echo(Context(200, {{"x-key", key}}).get(), request, &reply), StatusCode::DEADLINE_EXCEEDED);
  auto took = Clock::now() - begin;
  Expect(took > std::chrono::milliseconds(150) && took < std::chrono::seconds(3), "took too long or too short");
  Ended(stub, key, "cancelled");
}

CASE(deadline_mid_stream) {
  auto key = Key("deadline");
  pb::ExpandRequest request;
  request.set_count(1000);
  request.set_delay_ms(50);
  auto context = Context(1000, {{"x-key", key}});
  auto reader = stub.Expand(context.get(), request);
  pb::Item item;
  int count = 0;
  while (reader->Read(&item)) ++count;
  Fails(reader->Finish(), StatusCode::DEADLINE_EXCEEDED);
  Expect(count >= 1 && count < 1000, std::to_string(count) + " items");
  Ended(stub, key, "cancelled");
}

CASE(deadline_bidi) {
  auto key = Key("deadline");
  auto context = Context(500, {{"x-key", key}});
  auto stream = stub.Chat(context.get());
  pb::Item item;
  Expect(stream->Write(MakeItem(1)) && stream->Read(&item), "no answer");
  Expect(!stream->Read(&item), "an answer to nothing");
  Fails(stream->Finish(), StatusCode::DEADLINE_EXCEEDED);
  Ended(stub, key, "cancelled");
}

CASE(deadline_expired) {
  pb::EchoReply reply;
  ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() - std::chrono::seconds(1));
  Fails(stub.Echo(&context, pb::EchoRequest(), &reply), StatusCode::DEADLINE_EXCEEDED);
}

CASE(deadline_seen_by_server) {
  pb::EchoReply reply;
  Ok(stub.Echo(Context().get(), pb::EchoRequest(), &reply));
  Expect(reply.deadline_ms() > kWaitMs / 2 && reply.deadline_ms() < kWaitMs + 1000, std::to_string(reply.deadline_ms()) + " ms left");
  Ok(stub.Echo(Context(-1).get(), pb::EchoRequest(), &reply));
  Equal(reply.deadline_ms(), -1, "deadline of a call without one");
}

CASE(cancel_unary) {
  auto key = Key("cancel");
  auto context = Context(kWaitMs, {{"x-key", key}});
  auto call = std::async(std::launch::async, [&] {
    pb::EchoRequest request;
    pb::EchoReply reply;
    request.set_delay_ms(10'000);
    return stub.Echo(context.get(), request, &reply);
  });
  Running(stub, key);
  context->TryCancel();
  Fails(call.get(), StatusCode::CANCELLED);
  Ended(stub, key, "cancelled");
}

CASE(cancel_server_stream) {
  auto key = Key("cancel");
  pb::ExpandRequest request;
  request.set_count(100'000);
  request.set_delay_ms(5);
  auto context = Context(kWaitMs, {{"x-key", key}});
  auto reader = stub.Expand(context.get(), request);
  pb::Item item;
  for (uint32_t i = 0; i < 3; ++i) {
    Expect(reader->Read(&item), "no item");
    Equal(item.index(), i, "index");
  }
  context->TryCancel();
  while (reader->Read(&item)) {
  }
  Fails(reader->Finish(), StatusCode::CANCELLED);
  Ended(stub, key, "cancelled");
}

CASE(cancel_client_stream) {
  auto key = Key("cancel");
  pb::Summary summary;
  auto context = Context(kWaitMs, {{"x-key", key}});
  auto writer = stub.Collect(context.get(), &summary);
  Expect(writer->Write(MakeItem(0)), "write failed");
  Running(stub, key);
  context->TryCancel();
  Fails(writer->Finish(), StatusCode::CANCELLED);
  Ended(stub, key, "cancelled");
}

CASE(cancel_bidi) {
  auto key = Key("cancel");
  auto context = Context(kWaitMs, {{"x-key", key}});
  auto stream = stub.Chat(context.get());
  pb::Item item;
  Expect(stream->Write(MakeItem(1)) && stream->Read(&item), "no answer");
  context->TryCancel();
  while (stream->Read(&item)) {
  }
  Fails(stream->Finish(), StatusCode::CANCELLED);
  Ended(stub, key, "cancelled");
}

CASE(finished_is_seen) {
  auto key = Key("finished");
  pb::EchoReply reply;
  Ok(stub.Echo(Context(kWaitMs, {{"x-key", key}}).get(), pb::EchoRequest(), &reply));
  Ended(stub, key, "finished");
}

// Errors

CASE(error_codes) {
  for (int code = 1; code <= 16; ++code) {
    pb::EchoReply reply;
    Fails(stub.Echo(Context().get(), Failing(code, "code " + std::to_string(code)), &reply), static_cast<StatusCode>(code), "code " + std::to_string(code));
  }
}

CASE(error_message) {
  pb::EchoReply reply;
  Fails(stub.Echo(Context().get(), Failing(5, kText), &reply), StatusCode::NOT_FOUND, kText);
}

CASE(error_trailers) {
  pb::EchoReply reply;
  auto context = Context(kWaitMs, {{"x-trailing-text", "left rear"}, {"x-trailing-raw-bin", Binary()}});
  Fails(stub.Echo(context.get(), Failing(10, "stop"), &reply), StatusCode::ABORTED, "stop");
  Equal(Value(context->GetServerTrailingMetadata(), "x-trailing-text"), std::string("left rear"), "text trailer");
  Equal(Value(context->GetServerTrailingMetadata(), "x-trailing-raw-bin"), Binary(), "binary trailer");
}

CASE(error_after_messages) {
  pb::ExpandRequest request;
  request.set_count(5);
  request.mutable_failure()->set_code(15);
  request.mutable_failure()->set_message(kText);
  auto context = Context(kWaitMs, {{"x-trailing-text", "after"}});
  auto reader = stub.Expand(context.get(), request);
  pb::Item item;
  uint32_t count = 0;
  while (reader->Read(&item)) Equal(item.index(), count++, "index");
  Fails(reader->Finish(), StatusCode::DATA_LOSS, kText);
  Equal(count, 5u, "items before the error");
  Equal(Value(context->GetServerTrailingMetadata(), "x-trailing-text"), std::string("after"), "trailer");
}

CASE(error_in_client_stream) {
  pb::Summary summary;
  auto context = Context();
  auto writer = stub.Collect(context.get(), &summary);
  Expect(writer->Write(MakeItem(0)), "write failed");
  writer->Write(FailingItem(9));
  Fails(writer->Finish(), StatusCode::FAILED_PRECONDITION, kText);
}

CASE(error_in_bidi) {
  auto context = Context();
  auto stream = stub.Chat(context.get());
  pb::Item item;
  Expect(stream->Write(MakeItem(1)) && stream->Read(&item), "no answer");
  stream->Write(FailingItem(11));
  Expect(!stream->Read(&item), "an answer instead of an error");
  Fails(stream->Finish(), StatusCode::OUT_OF_RANGE, kText);
}

CASE(unknown_method) {
  const std::string path = std::string("/") + kService + "/Missing";
  grpc::internal::RpcMethod method(path.c_str(), grpc::internal::RpcMethod::NORMAL_RPC, plain);
  pb::EchoReply reply;
  auto context = Context();
  Status status = grpc::internal::BlockingUnaryCall<pb::EchoRequest, pb::EchoReply, grpc::protobuf::MessageLite, grpc::protobuf::MessageLite>(
      plain.get(), method, context.get(), pb::EchoRequest(), &reply);
  Fails(status, StatusCode::UNIMPLEMENTED);
}

CASE(unknown_service) {
  pb::EchoReply reply;
  Fails(pb::Absent::NewStub(plain)->Echo(Context().get(), pb::EchoRequest(), &reply), StatusCode::UNIMPLEMENTED);
}

// Metadata

CASE(metadata_request) {
  const std::vector<std::pair<std::string, std::string>> metadata = {
      {"x-text", "plain, with comma"}, {"x-raw-bin", Binary()}, {"x-empty", ""}, {"x-long", std::string(4000, 'a')}};
  pb::EchoReply reply;
  Ok(stub.Echo(Context(kWaitMs, metadata).get(), pb::EchoRequest(), &reply));
  for (const auto& entry : metadata) {
    auto seen = std::find_if(reply.headers().begin(), reply.headers().end(), [&](const pb::Header& h) { return h.key() == entry.first; });
    Expect(seen != reply.headers().end(), entry.first + " is missing");
    Equal(seen->value(), entry.second, entry.first);
  }
}

CASE(metadata_repeated) {
  pb::EchoReply reply;
  Ok(stub.Echo(Context(kWaitMs, {{"x-list", "a"}, {"x-list", "b"}, {"x-list-bin", std::string(1, '\0')}, {"x-list-bin", "\xff\xfe"}}).get(), pb::EchoRequest(), &reply));
  std::string texts;
  std::vector<std::string> raw;
  for (const auto& header : reply.headers()) {
    if (header.key() == "x-list") texts += (texts.empty() ? "" : ",") + header.value();
    if (header.key() == "x-list-bin") raw.push_back(header.value());
  }
  texts.erase(std::remove(texts.begin(), texts.end(), ' '), texts.end());
  Equal(texts, std::string("a,b"), "repeated text");
  Expect(raw == std::vector<std::string>({std::string(1, '\0'), "\xff\xfe"}), "repeated binary differs");
}

CASE(metadata_initial) {
  auto context = Context(kWaitMs, {{"x-initial-text", "before"}, {"x-initial-raw-bin", Binary()}});
  auto stream = stub.Chat(context.get());
  stream->WaitForInitialMetadata();  // before any message has gone either way
  Equal(Value(context->GetServerInitialMetadata(), "x-initial-text"), std::string("before"), "text");
  Equal(Value(context->GetServerInitialMetadata(), "x-initial-raw-bin"), Binary(), "binary");
  stream->WritesDone();
  pb::Item item;
  Expect(stream->Read(&item) && item.text() == "end" && !stream->Read(&item), "answers differ");
  Ok(stream->Finish());
}

CASE(metadata_trailing) {
  pb::EchoRequest request;
  pb::EchoReply reply;
  request.set_text("x");
  auto context = Context(kWaitMs, {{"x-trailing-text", "behind"}, {"x-trailing-raw-bin", Binary()}});
  Ok(stub.Echo(context.get(), request, &reply));
  Equal(reply.text(), std::string("x"), "text of the reply");
  Equal(Value(context->GetServerTrailingMetadata(), "x-trailing-text"), std::string("behind"), "text");
  Equal(Value(context->GetServerTrailingMetadata(), "x-trailing-raw-bin"), Binary(), "binary");
}

// Compression: through the relay, whose counters the caller holds

CASE(gzip_request) {
  auto relayed = pb::Interop::NewStub(Connect(options["relay"]));
  pb::Summary summary;
  auto context = Context();
  context->set_compression_algorithm(GRPC_COMPRESS_GZIP);
  auto writer = relayed->Collect(context.get(), &summary);
  for (int i = 0; i < 2; ++i) Expect(writer->Write(MakeItem(0, std::string(kMiB, '\0'))), "write failed");
  writer->WritesDone();
  Ok(writer->Finish());
  Equal(summary.bytes(), static_cast<uint64_t>(2 * kMiB), "bytes");
  pb::EchoReply reply;
  context = Context(kWaitMs, {{"x-compress", "gzip"}});
  context->set_compression_algorithm(GRPC_COMPRESS_GZIP);
  Ok(relayed->Echo(context.get(), Payload(std::string(kMiB, '\0')), &reply));
  Expect(reply.payload() == std::string(kMiB, '\0'), "payload differs");
}

CASE(gzip_response) {
  auto relayed = pb::Interop::NewStub(Connect(options["relay"]));
  pb::EchoRequest request;
  pb::EchoReply reply;
  request.set_reply_size(kMiB);
  Ok(relayed->Echo(Context(kWaitMs, {{"x-compress", "gzip"}}).get(), request, &reply));
  Expect(reply.payload() == Pattern(kMiB), "payload differs");
  pb::ExpandRequest expand;
  expand.set_count(3);
  expand.set_size(kMiB);
  auto context = Context(kWaitMs, {{"x-compress", "gzip"}});
  auto reader = relayed->Expand(context.get(), expand);
  pb::Item item;
  int count = 0;
  for (; reader->Read(&item); ++count) Expect(item.payload() == Pattern(kMiB), "item differs");
  Ok(reader->Finish());
  Equal(count, 3, "items");
}

CASE(gzip_stream) {
  auto relayed = pb::Interop::NewStub(Connect(options["relay"]));
  auto context = Context(kWaitMs, {{"x-compress", "gzip"}});
  context->set_compression_algorithm(GRPC_COMPRESS_GZIP);
  ChatAll(*relayed, 10, Pattern(100'000), std::move(context));
}

// Sizes

CASE(large_unary) {
  pb::EchoReply reply;
  Ok(stub.Echo(Context().get(), Payload(Pattern(3 * kMiB)), &reply));
  Expect(reply.payload() == Pattern(3 * kMiB), "payload differs");
}

CASE(large_stream) { ChatAll(stub, 6, Pattern(3 * kMiB), Context()); }

CASE(size_limit_server) {
  pb::EchoReply reply;
  Fails(stub.Echo(Context().get(), Payload(std::string(5 * kMiB, '\0')), &reply), StatusCode::RESOURCE_EXHAUSTED);
  pb::Summary summary;
  auto context = Context();
  auto writer = stub.Collect(context.get(), &summary);
  writer->Write(MakeItem(0, std::string(10, '\0')));
  writer->Write(MakeItem(1, std::string(5 * kMiB, '\0')));
  writer->WritesDone();
  Fails(writer->Finish(), StatusCode::RESOURCE_EXHAUSTED);
  unary(stub);
}

CASE(size_limit_client) {
  pb::EchoRequest request;
  pb::EchoReply reply;
  request.set_reply_size(5 * kMiB);
  Fails(stub.Echo(Context().get(), request, &reply), StatusCode::RESOURCE_EXHAUSTED);
  pb::ExpandRequest expand;
  expand.set_count(1);
  expand.set_size(5 * kMiB);
  auto context = Context();
  auto reader = stub.Expand(context.get(), expand);
  pb::Item item;
  Expect(!reader->Read(&item), "an item above the limit came");
  Fails(reader->Finish(), StatusCode::RESOURCE_EXHAUSTED);
  unary(stub);
}

CASE(size_limit_compressed) {
  pb::EchoReply reply;
  auto context = Context();
  context->set_compression_algorithm(GRPC_COMPRESS_GZIP);
  Fails(stub.Echo(context.get(), Payload(std::string(5 * kMiB, '\0')), &reply), StatusCode::RESOURCE_EXHAUSTED);
  unary(stub);
}

// TLS and token

std::shared_ptr<grpc::ChannelCredentials> Tls(const char* authority = "authority", const char* leaf = "client") {
  grpc::SslCredentialsOptions ssl;
  ssl.pem_root_certs = ReadFile(options["dir"] + "/" + authority + ".pem");
  if (leaf) {
    ssl.pem_private_key = ReadFile(options["dir"] + "/" + leaf + ".key");
    ssl.pem_cert_chain = ReadFile(options["dir"] + "/" + leaf + ".pem");
  }
  return grpc::SslCredentials(ssl);
}
std::vector<std::pair<std::string, std::string>> Bearer(const std::string& token) { return {{"authorization", "Bearer " + token}}; }
std::string Token() { return ReadToken(options["dir"]); }

Status Secured(std::shared_ptr<grpc::ChannelCredentials> credentials, const std::vector<std::pair<std::string, std::string>>& metadata) {
  pb::EchoRequest request;
  pb::EchoReply reply;
  request.set_text(kText);
  Status status = pb::Interop::NewStub(Connect(options["tls"], credentials))->Echo(Context(kWaitMs, metadata).get(), request, &reply);
  if (status.ok()) Equal(reply.text(), std::string(kText), "text");
  return status;
}

CASE(mtls) {
  Ok(Secured(Tls(), Bearer(Token())));
  ChatAll(*pb::Interop::NewStub(Connect(options["tls"], Tls())), 20, Pattern(100'000), Context(kWaitMs, Bearer(Token())));
}
CASE(mtls_no_certificate) { Fails(Secured(Tls("authority", nullptr), Bearer(Token())), StatusCode::UNAVAILABLE); }
CASE(mtls_foreign_certificate) { Fails(Secured(Tls("authority", "stranger"), Bearer(Token())), StatusCode::UNAVAILABLE); }
CASE(tls_foreign_server) { Fails(Secured(Tls("strangers"), Bearer(Token())), StatusCode::UNAVAILABLE); }
CASE(tls_plaintext) { Fails(Secured(grpc::InsecureChannelCredentials(), Bearer(Token())), StatusCode::UNAVAILABLE); }
CASE(token_good) { Ok(Secured(grpc::CompositeChannelCredentials(Tls(), grpc::AccessTokenCredentials(Token())), {})); }
CASE(token_missing) { Fails(Secured(Tls(), {}), StatusCode::UNAUTHENTICATED); }
CASE(token_wrong) { Fails(Secured(Tls(), Bearer(std::string(64, '0'))), StatusCode::UNAUTHENTICATED); }

// The rest

CASE(unix_socket) {
  auto local = pb::Interop::NewStub(Connect("unix:" + options["unix"]));
  unary(*local);
  bidi_stream(*local);
  large_stream(*local);
}

Status Healthy(const char* service, health::HealthCheckResponse* reply) {
  health::HealthCheckRequest request;
  request.set_service(service);
  return health::Health::NewStub(plain)->Check(Context().get(), request, reply);
}

CASE(health_check) {
  for (const char* service : {"", kService}) {
    health::HealthCheckResponse reply;
    Ok(Healthy(service, &reply));
    Equal(static_cast<int>(reply.status()), static_cast<int>(health::HealthCheckResponse::SERVING), "status");
  }
}

CASE(health_unknown) {
  health::HealthCheckResponse reply;
  Fails(Healthy("no.such.Service", &reply), StatusCode::NOT_FOUND);
}

CASE(health_watch) {
  health::HealthCheckRequest request;
  health::HealthCheckResponse reply;
  request.set_service(kService);
  auto context = Context();
  auto health_stub = health::Health::NewStub(plain);
  auto reader = health_stub->Watch(context.get(), request);
  Expect(reader->Read(&reply), "no status");
  Equal(static_cast<int>(reply.status()), static_cast<int>(health::HealthCheckResponse::SERVING), "first status");
  context->TryCancel();
  reader->Finish();
}

CASE(reflection) {
  auto context = Context();
  auto reflection_stub = reflect::ServerReflection::NewStub(plain);
  auto stream = reflection_stub->ServerReflectionInfo(context.get());
  reflect::ServerReflectionRequest list, find, miss;
  reflect::ServerReflectionResponse listed, found, missing;
  list.set_list_services("");
  find.set_file_containing_symbol(kService);
  miss.set_file_containing_symbol("no.such.Symbol");
  Expect(stream->Write(list) && stream->Read(&listed) && stream->Write(find) && stream->Read(&found) && stream->Write(miss) && stream->Read(&missing), "an answer is missing");
  stream->WritesDone();
  Ok(stream->Finish());
  const auto& services = listed.list_services_response().service();
  Expect(std::any_of(services.begin(), services.end(), [](const auto& s) { return s.name() == kService; }), "the service is not listed");
  std::string methods;
  for (const auto& bytes : found.file_descriptor_response().file_descriptor_proto()) {
    google::protobuf::FileDescriptorProto file;
    Expect(file.ParseFromString(bytes), "not a descriptor");
    for (const auto& service : file.service())
      if (file.package() + "." + service.name() == kService)
        for (const auto& method : service.method()) methods += method.name() + " ";
  }
  Equal(methods, std::string("Echo Expand Collect Chat Witness "), "methods");
  Equal(missing.error_response().error_code(), 5, "error code of a missing symbol");
}

CASE(refused) {
  int taken = socket(AF_INET, SOCK_STREAM, 0);  // bound, not listening
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  Expect(bind(taken, reinterpret_cast<sockaddr*>(&address), length) == 0 && getsockname(taken, reinterpret_cast<sockaddr*>(&address), &length) == 0, "no port");
  pb::EchoReply reply;
  Status status = pb::Interop::NewStub(Connect("127.0.0.1:" + std::to_string(ntohs(address.sin_port))))->Echo(Context().get(), pb::EchoRequest(), &reply);
  close(taken);
  Fails(status, StatusCode::UNAVAILABLE);
}

}  // namespace

int main(int argc, char** argv) {
  options = Arguments(argc, argv);
  plain = Connect(options["plain"]);
  auto stub = pb::Interop::NewStub(plain);
  for (const auto& test : Cases()) {
    if (!options["only"].empty() && options["only"] != test.name) continue;
    try {
      test.body(*stub);
      std::cout << "ok " << test.name << std::endl;
    } catch (const std::exception& error) {
      std::string why = error.what();
      std::replace(why.begin(), why.end(), '\n', ' ');
      std::cout << "FAIL " << test.name << " " << why << std::endl;
    }
  }
}
