// The C++ server of the matrix. Prints "ready KEY=VALUE ..." and serves until its standard input ends.
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "common.h"
#include "interop.grpc.pb.h"

namespace pb = sim::interop::v1;
using grpc::ServerContext;
using grpc::Status;
using grpc::StatusCode;
using Clock = std::chrono::steady_clock;

namespace {

// How calls with a key ended.
class Calls {
 public:
  void Note(const std::string& key, const std::string& state) {
    std::lock_guard<std::mutex> hold(lock_);
    states_[key] = state;
    changed_.notify_all();
  }
  std::string Ended(const std::string& key, int wait_ms) {
    std::unique_lock<std::mutex> hold(lock_);
    changed_.wait_for(hold, std::chrono::milliseconds(wait_ms), [&] { return states_[key] == "finished" || states_[key] == "cancelled"; });
    return states_[key].empty() ? "unknown" : states_[key];
  }

 private:
  std::mutex lock_;
  std::condition_variable changed_;
  std::map<std::string, std::string> states_;
};

Calls calls;

bool Begins(const std::string& text, const char* prefix) { return text.rfind(prefix, 0) == 0; }

// What the metadata asks for, and how the call ended when it goes out of scope.
class Call {
 public:
  explicit Call(ServerContext* context) : context_(context) {
    for (const auto& entry : context->client_metadata()) {
      std::string name(entry.first.data(), entry.first.size()), value(entry.second.data(), entry.second.size());
      if (name == "x-key") key_ = value;
      if (name == "x-compress" && value == "gzip") context->set_compression_algorithm(GRPC_COMPRESS_GZIP);
      if (Begins(name, "x-initial-")) context->AddInitialMetadata(name, value);
      if (Begins(name, "x-trailing-")) context->AddTrailingMetadata(name, value);
    }
    if (!key_.empty()) calls.Note(key_, "running");
  }
  ~Call() {
    if (!key_.empty()) calls.Note(key_, context_->IsCancelled() ? "cancelled" : "finished");
  }
  // False when the call was cancelled meanwhile.
  bool Pause(uint32_t milliseconds) const {
    auto end = Clock::now() + std::chrono::milliseconds(milliseconds);
    while (Clock::now() < end) {
      if (context_->IsCancelled()) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
  }

 private:
  ServerContext* context_;
  std::string key_;
};

Status Of(const pb::Failure& failure) { return Status(static_cast<StatusCode>(failure.code()), failure.message()); }

class Service final : public pb::Interop::Service {
  Status Echo(ServerContext* context, const pb::EchoRequest* request, pb::EchoReply* reply) override {
    auto deadline = context->deadline();
    auto left = deadline - std::chrono::system_clock::now();
    Call call(context);
    if (request->delay_ms() && !call.Pause(request->delay_ms())) return Status::CANCELLED;
    if (request->has_failure()) return Of(request->failure());
    for (const auto& entry : context->client_metadata()) {
      if (!Begins(std::string(entry.first.data(), entry.first.size()), "x-")) continue;
      auto* header = reply->add_headers();
      header->set_key(entry.first.data(), entry.first.size());
      header->set_value(entry.second.data(), entry.second.size());
    }
    reply->set_payload(request->reply_size() ? Pattern(request->reply_size()) : request->payload());
    reply->set_text(request->text());
    reply->set_deadline_ms(deadline == std::chrono::system_clock::time_point::max()
                               ? -1 : std::chrono::duration_cast<std::chrono::milliseconds>(left).count());
    return Status::OK;
  }

  Status Expand(ServerContext* context, const pb::ExpandRequest* request, grpc::ServerWriter<pb::Item>* writer) override {
    Call call(context);
    pb::Item item;
    item.set_payload(Pattern(request->size()));
    for (uint32_t i = 0; i < request->count(); ++i) {
      if (request->delay_ms() && !call.Pause(request->delay_ms())) return Status::CANCELLED;
      item.set_index(i);
      if (!writer->Write(item)) return Status::CANCELLED;
    }
    return request->has_failure() ? Of(request->failure()) : Status::OK;
  }

  Status Collect(ServerContext* context, grpc::ServerReader<pb::Item>* reader, pb::Summary* summary) override {
    Call call(context);
    pb::Item item;
    while (reader->Read(&item)) {
      if (item.has_failure()) return Of(item.failure());
      summary->set_count(summary->count() + 1);
      summary->set_bytes(summary->bytes() + item.payload().size());
      summary->set_index_sum(summary->index_sum() + item.index());
    }
    return Status::OK;
  }

  Status Chat(ServerContext* context, grpc::ServerReaderWriter<pb::Item, pb::Item>* stream) override {
    Call call(context);
    stream->SendInitialMetadata();
    pb::Item item;
    uint32_t count = 0;
    while (stream->Read(&item)) {
      if (item.has_failure()) return Of(item.failure());
      ++count;
      if (!stream->Write(item)) return Status::CANCELLED;
    }
    item.Clear();
    item.set_index(count);
    item.set_text("end");
    stream->Write(item);
    return Status::OK;
  }

  Status Witness(ServerContext*, const pb::WitnessRequest* request, pb::WitnessReply* reply) override {
    reply->set_state(calls.Ended(request->key(), static_cast<int>(request->wait_ms())));
    return Status::OK;
  }
};

// Refuses calls without the bearer token.
class TokenGate final : public grpc::AuthMetadataProcessor {
 public:
  explicit TokenGate(const std::string& token) : expected_("Bearer " + token) {}
  bool IsBlocking() const override { return false; }
  Status Process(const InputMetadata& metadata, grpc::AuthContext*, OutputMetadata* consumed, OutputMetadata*) override {
    auto given = metadata.find("authorization");
    if (given == metadata.end() || !Same(std::string(given->second.data(), given->second.size())))
      return Status(StatusCode::UNAUTHENTICATED, "a bearer token is needed");
    consumed->insert({"authorization", std::string(given->second.data(), given->second.size())});
    return Status::OK;
  }

 private:
  bool Same(const std::string& given) const {  // in a time that tells nothing of the content
    if (given.size() != expected_.size()) return false;
    unsigned char difference = 0;
    for (size_t i = 0; i < given.size(); ++i) difference |= static_cast<unsigned char>(given[i] ^ expected_[i]);
    return difference == 0;
  }
  std::string expected_;
};

std::unique_ptr<grpc::Server> Start(Service* service, grpc::ServerBuilder& builder) {
  builder.RegisterService(service);
  builder.SetMaxReceiveMessageSize(kReceiveLimit);
  builder.SetMaxSendMessageSize(-1);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  auto server = builder.BuildAndStart();
  if (!server) throw std::runtime_error("the server does not start");
  server->GetHealthCheckService()->SetServingStatus(kService, true);
  return server;
}

}  // namespace

int main(int argc, char** argv) {
  auto options = Arguments(argc, argv);
  const std::string folder = options["dir"];
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  Service service;
  int plain = 0, tls = 0;

  grpc::ServerBuilder clear;
  clear.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &plain);
  clear.AddListeningPort("unix:" + options["unix"], grpc::InsecureServerCredentials());
  auto first = Start(&service, clear);

  grpc::SslServerCredentialsOptions ssl(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  ssl.pem_root_certs = ReadFile(folder + "/authority.pem");
  ssl.pem_key_cert_pairs.push_back({ReadFile(folder + "/server.key"), ReadFile(folder + "/server.pem")});
  auto credentials = grpc::SslServerCredentials(ssl);
  credentials->SetAuthMetadataProcessor(std::make_shared<TokenGate>(ReadToken(folder)));
  grpc::ServerBuilder guarded;
  guarded.AddListeningPort("127.0.0.1:0", credentials, &tls);
  auto second = Start(&service, guarded);

  std::cout << "ready plain=127.0.0.1:" << plain << " tls=127.0.0.1:" << tls << std::endl;
  while (std::cin.get() != EOF) {
  }
  auto now = std::chrono::system_clock::now();
  first->Shutdown(now);
  second->Shutdown(now);
}
