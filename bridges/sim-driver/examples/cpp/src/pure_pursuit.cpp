// Follows route or lane by pure pursuit and keeps its distance to whoever is in the way. Answers with controls. SI units, radians; poses of
// actors are box centres on the ground.
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "driver_server.h"

namespace {

using namespace sim::v1;

struct Point {
  double x, y;
};

struct Place {
  double s;       // Along the path, m.
  double offset;  // To the left of it, m.
};

double Wrap(double angle) { return std::remainder(angle, 2 * M_PI); }

// A chain of points, straight beyond its end.
class Path {
 public:
  void Add(const Polyline& line) {
    for (int i = 0; i + 1 < line.xy_size(); i += 2) {
      Add({line.xy(i), line.xy(i + 1)});
    }
  }

  void Add(Point p) {
    if (points_.empty() || p.x != points_.back().x || p.y != points_.back().y) {
      s_.push_back(points_.empty() ? 0 : s_.back() + std::hypot(p.x - points_.back().x, p.y - points_.back().y));
      points_.push_back(p);
    }
  }

  bool Usable() const { return points_.size() >= 2; }
  double Length() const { return s_.back(); }

  Place Project(double x, double y) const {
    Place best{0, 0};
    double nearest = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i + 1 < points_.size(); i++) {
      double dx = points_[i + 1].x - points_[i].x, dy = points_[i + 1].y - points_[i].y, length = s_[i + 1] - s_[i];
      double along = ((x - points_[i].x) * dx + (y - points_[i].y) * dy) / length;
      double low = i == 0 ? -std::numeric_limits<double>::infinity() : 0;
      double high = i + 2 == points_.size() ? std::numeric_limits<double>::infinity() : length;
      double held = std::clamp(along, low, high);
      double ox = x - points_[i].x - held / length * dx, oy = y - points_[i].y - held / length * dy;
      double distance = std::hypot(ox, oy);
      if (distance < nearest) {
        nearest = distance;
        best = {s_[i] + held, dx * oy - dy * ox < 0 ? -distance : distance};
      }
    }
    return best;
  }

  Point At(double s, double* heading = nullptr) const {
    std::size_t i = std::upper_bound(s_.begin(), s_.end(), s) - s_.begin();
    i = std::clamp<std::size_t>(i, 1, points_.size() - 1) - 1;
    double share = (s - s_[i]) / (s_[i + 1] - s_[i]);
    double dx = points_[i + 1].x - points_[i].x, dy = points_[i + 1].y - points_[i].y;
    if (heading != nullptr) {
      *heading = std::atan2(dy, dx);
    }
    return {points_[i].x + share * dx, points_[i].y + share * dy};
  }

 private:
  std::vector<Point> points_;
  std::vector<double> s_;
};

class PurePursuit final : public sim_driver::Policy {
 public:
  explicit PurePursuit(const DriverTask& task) : task_(task) {
    for (int i = 0; i < task_.map().lanes_size(); i++) {
      lanes_[task_.map().lanes(i).id()] = i;
    }
    if (!task_.vehicle().has_wheelbase_m() || task_.vehicle().wheelbase_m() <= 0) {
      throw std::invalid_argument("the vehicle has no wheelbase: pure pursuit cannot steer it");
    }
  }

  void Decide(const WorldFrame& world, AnswerFrame& answer) override {
    const auto& ego = *std::find_if(world.actors().begin(), world.actors().end(), [&](const ActorFrame& a) { return a.index() == task_.ego_index(); });
    const auto& box = task_.actors(static_cast<int>(task_.ego_index())).body();
    const auto& vehicle = task_.vehicle();
    double heading = ego.heading_rad(), speed = ego.speed_mps();
    double x = ego.x() - box.rear_axle_to_centre_m() * std::cos(heading), y = ego.y() - box.rear_axle_to_centre_m() * std::sin(heading);
    double limit = 50 / 3.6;
    Path path = Way(ego, limit);

    auto here = path.Project(x, y);
    auto goal = path.At(here.s + std::max(4.0, speed));
    double distance = std::hypot(goal.x - x, goal.y - y);
    double bearing = std::atan2(goal.y - y, goal.x - x) - heading;
    double steer = std::atan(vehicle.wheelbase_m() * 2 * std::sin(bearing) / distance);

    double wanted = task_.task().has_desired_speed_mps() ? task_.task().desired_speed_mps() : limit;
    double accel = std::clamp(0.8 * (wanted - speed), -3.0, 2.0);
    double gap = Gap(world, ego, path, box);
    auto* signal = answer.mutable_debug()->add_signals();
    signal->set_name("offset_m");
    signal->set_value(here.offset);
    if (std::isfinite(gap)) {
      signal = answer.mutable_debug()->add_signals();
      signal->set_name("gap_m");
      signal->set_value(gap);
      // The deceleration that stops three metres behind where they are now, once it is worth braking at all.
      double needed = speed * speed / (2 * std::max(gap - 3.0, 0.1));
      if (needed > 1.5) {
        accel = -std::min(needed * 1.1, vehicle.max_decel_mps2());
      }
    }
    answer.mutable_controls()->set_accel_mps2(accel);
    answer.mutable_controls()->set_steer_rad(std::clamp(steer, -vehicle.max_steer_rad(), vehicle.max_steer_rad()));
  }

 private:
  // The route's lanes, else the lane that the ego is on and what follows it, else straight ahead.
  Path Way(const ActorFrame& ego, double& limit) const {
    std::vector<const Lane*> chain;
    for (const auto& id : task_.task().route()) {
      if (auto found = lanes_.find(id); found != lanes_.end()) {
        chain.push_back(&task_.map().lanes(found->second));
      }
    }
    if (chain.empty()) {
      double best = std::numeric_limits<double>::infinity();
      for (const auto& lane : task_.map().lanes()) {
        Path centre;
        centre.Add(lane.centre());
        if (!centre.Usable() || lane.type() == LANE_TYPE_SIDEWALK || lane.type() == LANE_TYPE_SHOULDER || lane.type() == LANE_TYPE_BIKING) {
          continue;
        }
        auto place = centre.Project(ego.x(), ego.y());
        double along;
        centre.At(place.s, &along);
        double cost = std::hypot(place.offset, std::max({-place.s, place.s - centre.Length(), 0.0})) + 6 * std::max(0.0, std::abs(Wrap(along - ego.heading_rad())) - 0.3);
        if (cost < best) {
          best = cost;
          chain.assign(1, &lane);
        }
      }
    }
    for (int more = 0; !chain.empty() && more < 20 && chain.back()->successors_size() > 0; more++) {
      auto next = lanes_.find(chain.back()->successors(0));
      if (next == lanes_.end()) {
        break;
      }
      chain.push_back(&task_.map().lanes(next->second));
    }
    Path path;
    for (const auto* lane : chain) {
      path.Add(lane->centre());
      if (lane == chain.front() && lane->has_speed_limit_mps()) {
        limit = lane->speed_limit_mps();
      }
    }
    if (!path.Usable()) {
      path = {};
      path.Add({ego.x(), ego.y()});
      path.Add({ego.x() + 100 * std::cos(ego.heading_rad()), ego.y() + 100 * std::sin(ego.heading_rad())});
    }
    return path;
  }

  // From the ego's front to the nearest one in its way, now or within three seconds; infinite when there is none.
  double Gap(const WorldFrame& world, const ActorFrame& ego, const Path& path, const BodyBox& box) const {
    double front = path.Project(ego.x(), ego.y()).s + box.length_m() / 2;
    double gap = std::numeric_limits<double>::infinity();
    for (const auto& other : world.actors()) {
      if (other.index() == task_.ego_index()) {
        continue;
      }
      const auto& body = task_.actors(static_cast<int>(other.index())).body();
      for (double t = 0; t <= 3; t += 0.25) {
        double x = other.x() + t * other.speed_mps() * std::cos(other.heading_rad()), y = other.y() + t * other.speed_mps() * std::sin(other.heading_rad());
        auto place = path.Project(x, y);
        double along;
        path.At(place.s, &along);
        double cos = std::abs(std::cos(other.heading_rad() - along)), sin = std::abs(std::sin(other.heading_rad() - along));
        double half = (body.length_m() * cos + body.width_m() * sin) / 2, across = (body.length_m() * sin + body.width_m() * cos) / 2;
        if (std::abs(place.offset) < across + box.width_m() / 2 + 0.3 && place.s + half > front) {
          gap = std::min(gap, place.s - half - front);
        }
      }
    }
    return gap;
  }

  const DriverTask& task_;
  std::map<std::string, int> lanes_;
};

}  // namespace

int main(int argc, char** argv) {
  return sim_driver::Serve({"cpp-pure-pursuit", "1", REPRODUCIBILITY_BIT, [](const DriverTask& task, const std::string&) { return std::make_unique<PurePursuit>(task); }}, argc, argv);
}
