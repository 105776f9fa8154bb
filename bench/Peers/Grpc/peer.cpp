// The C++ peer of the transport benchmarks.
//   peer server SOCKET                 prints "ready HOST:PORT", serves there and on the socket until its standard input ends
//   peer ping TARGET THREADS COUNT     unary calls of 20 bytes; prints calls per second
//   peer step TARGET COUNT             round trips over one stream; prints the median and the 99th percentile, µs
//   peer camera TARGET SECONDS         six frames of 3 MiB each tenth of a second; prints the number of frames
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "peers.grpc.pb.h"

namespace pb = sim::bench;
using Clock = std::chrono::steady_clock;
using grpc::Status;

namespace {

constexpr size_t kFrameBytes = 3u << 20;

class Service final : public pb::Peers::Service {
  Status Ping(grpc::ServerContext*, const pb::PingMessage* request, pb::PingMessage* reply) override {
    reply->set_payload(request->payload());
    return Status::OK;
  }

  Status Step(grpc::ServerContext*, grpc::ServerReaderWriter<sim::v1::AnswerFrame, sim::v1::WorldFrame>* stream) override {
    sim::v1::WorldFrame world;
    while (stream->Read(&world)) {
      sim::v1::AnswerFrame answer;
      answer.set_step(world.step());
      const auto& ego = world.actors(0);
      for (int i = 1; i <= 40; ++i) {
        auto* point = answer.add_plan();
        point->set_time_us(world.time_us() + i * 100'000);
        point->set_x(ego.x() + ego.speed_mps() * 0.1 * i);
        point->set_y(ego.y());
        point->set_heading_rad(ego.heading_rad());
        point->set_speed_mps(ego.speed_mps());
      }
      if (!stream->Write(answer)) break;
    }
    return Status::OK;
  }

  Status Look(grpc::ServerContext*, grpc::ServerReader<pb::CameraFrame>* reader, pb::Seen* seen) override {
    pb::CameraFrame frame;
    while (reader->Read(&frame)) {
      const std::string& pixels = frame.pixels();
      seen->set_frames(seen->frames() + 1);
      seen->set_bytes(seen->bytes() + static_cast<int64_t>(pixels.size()));
      seen->set_ends(seen->ends() + static_cast<unsigned char>(pixels.front()) + static_cast<unsigned char>(pixels.back()));
    }
    return Status::OK;
  }
};

void Must(const Status& status) {
  if (!status.ok()) throw std::runtime_error("status " + std::to_string(status.error_code()) + ": " + status.error_message());
}

int Serve(const std::string& socket) {
  Service service;
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.AddListeningPort("unix:" + socket, grpc::InsecureServerCredentials());
  builder.RegisterService(&service);
  auto server = builder.BuildAndStart();
  if (!server) return 1;
  std::cout << "ready 127.0.0.1:" << port << std::endl;
  while (std::cin.get() != EOF) {
  }
  server->Shutdown(std::chrono::system_clock::now());
  return 0;
}

void Ping(std::shared_ptr<grpc::Channel> channel, int threads, int count) {
  auto stub = pb::Peers::NewStub(channel);
  auto begin = Clock::now();
  std::vector<std::thread> all;
  for (int t = 0; t < threads; ++t)
    all.emplace_back([&] {
      pb::PingMessage request, reply;
      request.set_payload(std::string(20, 'x'));
      for (int i = 0; i < count / threads; ++i) {
        grpc::ClientContext context;
        Must(stub->Ping(&context, request, &reply));
      }
    });
  for (auto& thread : all) thread.join();
  std::cout << count / std::chrono::duration<double>(Clock::now() - begin).count() << std::endl;
}

void Step(std::shared_ptr<grpc::Channel> channel, int count) {
  auto stub = pb::Peers::NewStub(channel);
  grpc::ClientContext context;
  auto stream = stub->Step(&context);
  sim::v1::WorldFrame world;
  for (unsigned i = 0; i < 50; ++i) {
    auto* actor = world.add_actors();
    actor->set_index(i);
    actor->set_id("vehicle-" + std::to_string(i));
    actor->set_y(3.5 * (i % 3));
    actor->set_heading_rad(0.01 * i);
    actor->set_speed_mps(10 + 0.1 * i);
    actor->set_lateral_mps(0.01);
    actor->set_accel_mps2(0.2);
    actor->set_yaw_rate_rps(0.003);
    actor->set_steer_rad(0.002);
  }
  std::vector<double> micros;
  micros.reserve(static_cast<size_t>(count));
  sim::v1::AnswerFrame answer;
  for (int step = -count / 4; step < count; ++step) {  // the first quarter warms up
    world.set_time_us(step * 100'000LL);
    world.set_step(step);
    for (int i = 0; i < 50; ++i) world.mutable_actors(i)->set_x(7.0 * i + 0.1 * step);
    auto begin = Clock::now();
    if (!stream->Write(world) || !stream->Read(&answer)) throw std::runtime_error("the stream broke");
    if (step >= 0) micros.push_back(std::chrono::duration<double, std::micro>(Clock::now() - begin).count());
    if (answer.step() != step || answer.plan_size() != 40) throw std::runtime_error("a wrong answer");
  }
  stream->WritesDone();
  Must(stream->Finish());
  std::sort(micros.begin(), micros.end());
  std::cout << micros[micros.size() / 2] << " " << micros[micros.size() * 99 / 100] << std::endl;
}

void Camera(std::shared_ptr<grpc::Channel> channel, int seconds) {
  auto stub = pb::Peers::NewStub(channel);
  grpc::ClientContext context;
  pb::Seen seen;
  auto writer = stub->Look(&context, &seen);
  std::vector<pb::CameraFrame> frames(6);
  for (int i = 0; i < 6; ++i) {
    frames[static_cast<size_t>(i)].set_camera(i);
    frames[static_cast<size_t>(i)].set_pixels(std::string(kFrameBytes, static_cast<char>(i + 1)));
  }
  auto begin = Clock::now();
  for (int tick = 0; tick < seconds * 10; ++tick) {
    std::this_thread::sleep_until(begin + std::chrono::milliseconds(100 * tick));
    for (auto& frame : frames) {
      frame.set_time_us(tick * 100'000LL);
      if (!writer->Write(frame)) throw std::runtime_error("the stream broke");
    }
  }
  writer->WritesDone();
  Must(writer->Finish());
  std::cout << seen.frames() << std::endl;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() < 2) return 2;
  if (words[0] == "server") return Serve(words[1]);
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  auto channel = grpc::CreateCustomChannel(words[1], grpc::InsecureChannelCredentials(), arguments);
  if (words[0] == "ping") Ping(channel, std::stoi(words[2]), std::stoi(words[3]));
  if (words[0] == "step") Step(channel, std::stoi(words[2]));
  if (words[0] == "camera") Camera(channel, std::stoi(words[2]));
}
