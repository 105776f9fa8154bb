// The server side of sim.v1.Driver: sessions, leases, the last reply for whoever asks again. Take it as it is; write a Policy.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "sim/v1/driver.pb.h"
#include "sim/v1/task.pb.h"
#include "sim/v1/world.pb.h"

namespace sim_driver {

// Drives one case. Made when its session opens, destroyed when it ends; never called by two threads at the same time.
class Policy {
 public:
  virtual ~Policy() = default;

  // The answer to the world now: a plan of rear-axle poses or controls. Time stands still meanwhile. What it throws ends the case.
  virtual void Decide(const sim::v1::WorldFrame& world, sim::v1::AnswerFrame& answer) = 0;
};

// Who the driver is and how to make one for a case. What `make` throws refuses the case.
struct Module {
  std::string name;
  std::string version;
  sim::v1::Reproducibility reproducibility = sim::v1::REPRODUCIBILITY_STATISTICAL;
  std::function<std::unique_ptr<Policy>(const sim::v1::DriverTask& task, const std::string& options_json)> make;
};

// Serves until SIGTERM, SIGINT, or until the host that started this process closes its standard input (SIM_DRIVER_STDIN=watch). Listens at
// the first argument, else at $SIM_DRIVER_ADDRESS, else at 127.0.0.1:50051; on loopback and Unix sockets only. Returns the exit code.
int Serve(Module module, int argc, char** argv);

}  // namespace sim_driver
