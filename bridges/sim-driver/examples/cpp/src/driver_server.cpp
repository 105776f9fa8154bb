#include "driver_server.h"

#include <grpcpp/grpcpp.h>
#include <google/protobuf/util/message_differencer.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <thread>

#include "sim/v1/driver.grpc.pb.h"

namespace sim_driver {
namespace {

using namespace sim::v1;
using Clock = std::chrono::steady_clock;
using google::protobuf::util::MessageDifferencer;

constexpr unsigned kMajor = 1, kMinor = 0, kPatch = 0;  // The contract that this server speaks.
constexpr int kMaxMessageBytes = 64 << 20;
constexpr std::size_t kMaxSessions = 32;
constexpr auto kDefaultLease = std::chrono::seconds(30);
constexpr auto kMaxLease = std::chrono::hours(24);

// A call that ends with a status and its reason in the trailer "sim-error-bin".
struct Fault {
  grpc::StatusCode code;
  ErrorReason reason;
  std::string text;
  std::string state = {};
  int step = -1;
};

std::string Clean(std::string text) {
  if (text.size() > 1000) {
    text.resize(1000);
  }
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7e) {
      c = ' ';
    }
  }
  return text;
}

grpc::Status Ended(grpc::ServerContext& context, const Fault& fault) {
  ErrorDetail detail;
  detail.set_reason(fault.reason);
  detail.set_native_text(Clean(fault.text));
  detail.set_state(fault.state);
  detail.set_step(fault.step);
  detail.set_retryable(fault.reason == ERROR_REASON_TOO_MANY_SESSIONS);
  context.AddTrailingMetadata("sim-error-bin", detail.SerializeAsString());
  return grpc::Status(fault.code, Clean(fault.text));
}

struct Session {
  std::string token;
  Clock::duration lease;
  Clock::time_point heard = Clock::now();  // Guarded by the server's mutex, as is calls.
  int calls = 0;

  std::mutex work;  // One thread at a time in what follows.
  std::unique_ptr<Policy> policy;
  DriverTask task;
  bool opened = false;
  bool closed = false;
  DriveRequest last;
  DriveReply reply;
  std::unique_ptr<Fault> failed;  // How the last step ended, when it did not end well.
  bool any = false;
};

void CheckAnswer(const AnswerFrame& answer, long long now_us) {
  if ((answer.plan_size() > 0) == answer.has_controls()) {
    throw std::runtime_error("an answer holds either a plan or controls");
  }
  if (answer.has_controls()) {
    if (!std::isfinite(answer.controls().accel_mps2()) || !std::isfinite(answer.controls().steer_rad())) {
      throw std::runtime_error("controls are not finite");
    }
    return;
  }
  if (answer.plan_size() < 2 || answer.plan_size() > 2000) {
    throw std::runtime_error("a plan has 2 to 2000 points");
  }
  for (int i = 0; i < answer.plan_size(); i++) {
    const auto& p = answer.plan(i);
    if (!std::isfinite(p.x()) || !std::isfinite(p.y()) || !std::isfinite(p.heading_rad()) || !std::isfinite(p.speed_mps()) ||
        (i > 0 && p.time_us() <= answer.plan(i - 1).time_us())) {
      throw std::runtime_error("plan point " + std::to_string(i) + " is not finite or not later than the one before it");
    }
  }
  if (answer.plan(answer.plan_size() - 1).time_us() <= now_us) {
    throw std::runtime_error("the plan ends before the present");
  }
}

class Service final : public Driver::Service {
 public:
  explicit Service(Module module) : module_(std::move(module)), reaper_([this] { Reap(); }) {}

  ~Service() override {
    {
      std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    changed_.notify_all();
    reaper_.join();
  }

  grpc::Status Handshake(grpc::ServerContext* context, const HandshakeRequest* request, HandshakeReply* reply) override {
    // Two ends fit when their majors are equal (while major is 0, the minors too).
    const auto& theirs = request->contract();
    if (theirs.major() != kMajor) {
      return Ended(*context, {grpc::FAILED_PRECONDITION, ERROR_REASON_VERSION_MISMATCH,
                              "contract versions do not fit: the client speaks " + std::to_string(theirs.major()) + "." + std::to_string(theirs.minor()) + "." +
                                  std::to_string(theirs.patch()) + ", this server " + std::to_string(kMajor) + "." + std::to_string(kMinor) + "." + std::to_string(kPatch)});
    }
    for (const auto& required : request->required()) {
      if (required != "plan" && required != "controls") {
        return Ended(*context, {grpc::FAILED_PRECONDITION, ERROR_REASON_CAPABILITY_MISSING, module_.name + " lacks the capability " + required});
      }
    }
    reply->mutable_server()->set_name(module_.name);
    reply->mutable_server()->set_version(module_.version);
    reply->mutable_contract()->set_major(kMajor);
    reply->mutable_contract()->set_minor(kMinor);
    reply->mutable_contract()->set_patch(kPatch);
    reply->add_capabilities("plan");
    reply->add_capabilities("controls");
    reply->set_reproducibility(module_.reproducibility);
    reply->mutable_limits()->set_max_message_bytes(kMaxMessageBytes);
    reply->mutable_limits()->set_max_sessions(kMaxSessions);
    return grpc::Status::OK;
  }

  grpc::Status OpenSession(grpc::ServerContext* context, const OpenDriverRequest* request, OpenDriverReply*) override {
    const auto& header = request->header();
    const auto& id = header.session_id();
    if (id.empty() || id.size() > 64 || id.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:-") != std::string::npos) {
      return Ended(*context, {grpc::INVALID_ARGUMENT, ERROR_REASON_UNSPECIFIED, "a session's id has 1 to 64 characters of [A-Za-z0-9_.:-]"});
    }
    if (!header.module().empty() && header.module() != module_.name) {
      return Ended(*context, {grpc::NOT_FOUND, ERROR_REASON_MODULE_UNKNOWN, "no module '" + header.module() + "' here, only '" + module_.name + "'"});
    }
    const auto& task = request->task();
    if (task.step_us() <= 0 || task.horizon_us() <= 0) {
      return Ended(*context, {grpc::INVALID_ARGUMENT, ERROR_REASON_BAD_TIME, "step and horizon are positive", "open"});
    }
    if (task.ego_index() >= static_cast<unsigned>(task.actors_size())) {
      return Ended(*context, {grpc::INVALID_ARGUMENT, ERROR_REASON_BAD_SCENARIO, "the ego is not among the actors", "open"});
    }
    std::shared_ptr<Session> session;
    {
      std::lock_guard lock(mutex_);
      if (auto found = sessions_.find(id); found != sessions_.end()) {
        session = found->second;
        if (session->token != header.owner_token()) {
          return Ended(*context, {grpc::PERMISSION_DENIED, ERROR_REASON_NOT_OWNER, "session '" + id + "' belongs to another owner"});
        }
      } else if (sessions_.size() >= kMaxSessions) {
        return Ended(*context, {grpc::RESOURCE_EXHAUSTED, ERROR_REASON_TOO_MANY_SESSIONS, "too many sessions at the same time"});
      } else {
        session = sessions_[id] = std::make_shared<Session>();
        session->token = header.owner_token();
        session->lease = header.lease_us() > 0 ? std::min<Clock::duration>(std::chrono::microseconds(std::min<long long>(header.lease_us(), 86'400'000'000LL)), kMaxLease)
                                               : Clock::duration(kDefaultLease);
      }
    }
    Call call(*this, *session);
    std::lock_guard working(session->work);
    if (session->opened) {
      return grpc::Status::OK;
    }
    try {
      session->task = task;
      session->policy = module_.make(session->task, header.options_json());
      session->opened = true;
      return grpc::Status::OK;
    } catch (const std::exception& e) {
      std::lock_guard lock(mutex_);
      sessions_.erase(id);
      return Ended(*context, {grpc::FAILED_PRECONDITION, ERROR_REASON_REFUSED, e.what(), "open"});
    }
  }

  grpc::Status Drive(grpc::ServerContext* context, grpc::ServerReaderWriter<DriveReply, DriveRequest>* stream) override {
    DriveRequest request;
    while (stream->Read(&request)) {
      DriveReply reply;
      if (auto fault = Answer(request, reply)) {
        return Ended(*context, *fault);
      }
      if (!stream->Write(reply)) {
        break;
      }
    }
    return grpc::Status::OK;
  }

  grpc::Status Decide(grpc::ServerContext* context, const DriveRequest* request, DriveReply* reply) override {
    auto fault = Answer(*request, *reply);
    return fault ? Ended(*context, *fault) : grpc::Status::OK;
  }

  grpc::Status CloseSession(grpc::ServerContext*, const CloseSessionRequest* request, CloseSessionReply*) override {
    std::shared_ptr<Session> session;  // Destroyed by whoever holds it last: now, or the call that is at work in it.
    std::lock_guard lock(mutex_);
    if (auto found = sessions_.find(request->session_id()); found != sessions_.end()) {
      session = std::move(found->second);
      sessions_.erase(found);
    }
    return grpc::Status::OK;
  }

  grpc::Status Heartbeat(grpc::ServerContext*, grpc::ServerReaderWriter<Pong, Ping>* stream) override {
    Ping ping;
    while (stream->Read(&ping)) {
      Pong pong;
      pong.set_sequence(ping.sequence());
      {
        std::lock_guard lock(mutex_);
        for (const auto& id : ping.session_ids()) {
          if (auto found = sessions_.find(id); found != sessions_.end()) {
            found->second->heard = Clock::now();
          }
        }
        pong.set_sessions(static_cast<unsigned>(sessions_.size()));
        pong.set_phase(PHASE_IDLE);
        for (const auto& [id, session] : sessions_) {
          if (session->calls > 0) {
            pong.set_phase(PHASE_STEPPING);
          }
        }
      }
      if (!stream->Write(pong)) {
        break;
      }
    }
    return grpc::Status::OK;
  }

 private:
  // A call in progress counts as hearing from the session's owner.
  class Call {
   public:
    Call(Service& service, Session& session) : service_(service), session_(session) {
      std::lock_guard lock(service_.mutex_);
      session_.calls++;
      session_.heard = Clock::now();
    }

    ~Call() {
      std::lock_guard lock(service_.mutex_);
      session_.calls--;
      session_.heard = Clock::now();
    }

   private:
    Service& service_;
    Session& session_;
  };

  std::unique_ptr<Fault> Answer(const DriveRequest& request, DriveReply& reply) {
    auto fault = [](Fault f) { return std::make_unique<Fault>(std::move(f)); };
    std::shared_ptr<Session> session;
    {
      std::lock_guard lock(mutex_);
      if (auto found = sessions_.find(request.session_id()); found != sessions_.end()) {
        session = found->second;
      }
    }
    if (!session) {
      return fault({grpc::NOT_FOUND, ERROR_REASON_SESSION_UNKNOWN, "no session '" + request.session_id() + "': never opened, closed, or its lease has ended", "ended"});
    }
    Call call(*this, *session);
    std::lock_guard working(session->work);
    const auto& world = request.world();
    int step = world.step();
    if (!session->opened) {
      return fault({grpc::NOT_FOUND, ERROR_REASON_SESSION_UNKNOWN, "the session has ended", "ended", step});
    }
    if (session->any) {
      int last = session->last.world().step();
      if (step == last && MessageDifferencer::Equals(request, session->last)) {
        reply = session->reply;
        return session->failed ? fault(*session->failed) : nullptr;
      }
      if (step <= last) {
        return fault({grpc::ABORTED, ERROR_REASON_STEP_CONFLICT, "step " + std::to_string(step) + " has been done; the session is at step " + std::to_string(last), "running", step});
      }
      if (session->failed) {
        return fault({grpc::FAILED_PRECONDITION, ERROR_REASON_WRONG_STATE, "the driver has failed: only CloseSession is allowed", "faulted", step});
      }
    }
    if (auto bad = Bad(world, session->task)) {
      return bad;
    }
    session->any = true;
    session->last = request;
    session->reply.Clear();
    session->reply.set_session_id(request.session_id());
    session->reply.set_time_us(world.time_us());
    session->reply.mutable_answer()->set_step(step);
    try {
      session->policy->Decide(world, *session->reply.mutable_answer());
      CheckAnswer(session->reply.answer(), world.time_us());
    } catch (const std::exception& e) {
      std::fprintf(stderr, "%s failed at step %d: %s\n", module_.name.c_str(), step, e.what());
      session->failed = fault({grpc::INTERNAL, ERROR_REASON_MODULE_FAILED, module_.name + " failed at step " + std::to_string(step) + ": " + e.what(), "faulted", step});
      return fault(*session->failed);
    }
    reply = session->reply;
    return nullptr;
  }

  static std::unique_ptr<Fault> Bad(const WorldFrame& world, const DriverTask& task) {
    int step = world.step();
    auto fault = [step](grpc::StatusCode code, ErrorReason reason, std::string text) {
      return std::make_unique<Fault>(Fault{code, reason, std::move(text), "running", step});
    };
    if (step < 0 || world.time_us() % task.step_us() != 0 || world.time_us() / task.step_us() != step) {
      return fault(grpc::INVALID_ARGUMENT, ERROR_REASON_BAD_TIME,
                   "step " + std::to_string(step) + " of " + std::to_string(task.step_us()) + " us is not at " + std::to_string(world.time_us()) + " us");
    }
    bool ego = false;
    for (const auto& actor : world.actors()) {
      if (actor.index() >= static_cast<unsigned>(task.actors_size())) {
        return fault(grpc::NOT_FOUND, ERROR_REASON_ACTOR_UNKNOWN, "the world frame names actor " + std::to_string(actor.index()));
      }
      if (!std::isfinite(actor.x()) || !std::isfinite(actor.y()) || !std::isfinite(actor.heading_rad()) || !std::isfinite(actor.speed_mps())) {
        return fault(grpc::INVALID_ARGUMENT, ERROR_REASON_BAD_SCENARIO, "a number in the world frame is not finite");
      }
      ego = ego || actor.index() == task.ego_index();
    }
    return ego ? nullptr : fault(grpc::INVALID_ARGUMENT, ERROR_REASON_BAD_SCENARIO, "the world frame lacks the ego");
  }

  void Reap() {
    std::unique_lock lock(mutex_);
    while (!stopped_) {
      auto now = Clock::now();
      for (auto it = sessions_.begin(); it != sessions_.end();) {
        bool over = it->second->calls == 0 && now - it->second->heard > it->second->lease;
        it = over ? sessions_.erase(it) : std::next(it);
      }
      changed_.wait_for(lock, std::chrono::milliseconds(200));
    }
  }

  Module module_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, std::shared_ptr<Session>> sessions_;
  bool stopped_ = false;
  std::thread reaper_;
};

bool IsLoopback(const std::string& address) {
  for (const char* begin : {"unix:", "127.", "[::1]:", "localhost:"}) {
    if (address.rfind(begin, 0) == 0) {
      return true;
    }
  }
  return false;
}

}  // namespace

int Serve(Module module, int argc, char** argv) {
  const char* given = std::getenv("SIM_DRIVER_ADDRESS");
  std::string address = argc > 1 ? argv[1] : given != nullptr && *given != 0 ? given : "127.0.0.1:50051";
  if (!IsLoopback(address)) {
    std::fprintf(stderr, "%s can be reached from other machines; this server listens on 127.0.0.1 and Unix sockets only\n", address.c_str());
    return 2;
  }

  // Blocked here, so that every thread started below leaves them to sigwait.
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  signal(SIGPIPE, SIG_IGN);

  std::string name = module.name;
  Service service(std::move(module));
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(address, grpc::InsecureServerCredentials(), &port);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.SetMaxReceiveMessageSize(kMaxMessageBytes);
  builder.SetMaxSendMessageSize(kMaxMessageBytes);
  builder.RegisterService(&service);
  grpc::EnableDefaultHealthCheckService(true);
  mode_t before = umask(0177);
  auto server = builder.BuildAndStart();
  umask(before);
  if (!server) {
    std::fprintf(stderr, "cannot listen on %s\n", address.c_str());
    return 2;
  }
  std::fprintf(stderr, "%s listens on %s\n", name.c_str(), address.c_str());

  const char* watch = std::getenv("SIM_DRIVER_STDIN");
  if (watch != nullptr && std::string(watch) == "watch") {
    std::thread([] {
      char ignored[4096];
      while (read(0, ignored, sizeof ignored) > 0) {
      }
      kill(getpid(), SIGTERM);
    }).detach();
  }
  int which = 0;
  sigwait(&ends, &which);
  // A policy that hangs must not keep the process.
  std::thread([] {
    std::this_thread::sleep_for(std::chrono::seconds(3));
    _exit(0);
  }).detach();
  server->Shutdown(std::chrono::system_clock::now() + std::chrono::seconds(1));
  server->Wait();
  return 0;
}

}  // namespace sim_driver
