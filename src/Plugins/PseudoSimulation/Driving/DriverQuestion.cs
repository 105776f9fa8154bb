using Sim.Geometry;
using Sim.Numerics;
using Sim.Plugins.PseudoSimulation.Recordings;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.Sdk;
using Sim.Simulation.Models;

namespace Sim.Plugins.PseudoSimulation.Driving;

/// <summary>
/// Asks a driver at one instant, in a session of its own, and makes a plan of four seconds of what it answers. A plan is read each half second; before
/// its first point it leads there from the ego, and after its last point it ends in a stop at 3 m/s² along the last heading, as in the embedded
/// simulator. With a sensor each question brings a frame of that instant. Controls become a plan by <see cref="ControlsRule"/>. Not thread-safe; one for each question.
/// </summary>
internal sealed class DriverQuestion(DriverDesk desk, IDriver driver, Setting options, ControlsRule rule, SensorView? sensor = null)
{
    private const double TailDecelMps2 = 3.0;
    private int _calls;
    private int _frames;

    /// <summary>Asks.</summary>
    /// <param name="before">What it is shown first, in order of time; its answers are not used.</param>
    /// <param name="moment">What it sees.</param>
    /// <param name="seed">Seed that it is told.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">The driver refuses the task or its options.</exception>
    public DriverPlan Ask(IReadOnlyList<DriverMoment> before, DriverMoment moment, ulong seed, CancellationToken cancellationToken)
    {
        try
        {
            using var session = driver.Start(desk.Task with { Seed = seed }, options, cancellationToken);
            foreach (var earlier in before)
            {
                Decide(session, earlier, seed, cancellationToken);
            }

            var answer = Decide(session, moment, seed, cancellationToken);
            var points = answer.Plan is { } plan ? Read(plan, moment)
                : rule == ControlsRule.Hold ? Held(answer.Controls!.Value, moment.Ego)
                : RolledOut(session, answer, moment, seed, cancellationToken);
            return new DriverPlan(points, _calls, _frames, "");
        }
        catch (SensorFailedException e)
        {
            return new DriverPlan([], _calls, _frames, e.Message);
        }
        catch (Exception e) when (e is DriverFailedException or ModuleFailedException)
        {
            return new DriverPlan([], _calls, _frames, $"driver '{driver.Name}' failed at {StartTime.Text(moment.TimeUs)}: {e.Message}");
        }
        catch (Exception e) when (e is not (InputException or OperationCanceledException or OutOfMemoryException))
        {
            return new DriverPlan([], _calls, _frames, $"driver '{driver.Name}' failed at {StartTime.Text(moment.TimeUs)}: {e.GetType().Name}: {e.Message}");
        }
    }

    private DriverAnswer Decide(IDriverSession session, DriverMoment moment, ulong seed, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var observation = new Observation
        {
            Step = (int)(moment.TimeUs / Horizon.StepUs),
            TimeUs = moment.TimeUs,
            Ego = Axle(moment.Ego).ToCentre(Offset),
            Others = moment.Others,
            Signals = moment.Signals,
        };
        if (sensor is not null)
        {
            observation.Frames = [sensor.Capture(moment, observation, Seed.Derive(seed, "frame", _frames, "sensor"), cancellationToken)];
            _frames++;
        }

        _calls++;
        var answer = session.Decide(observation, cancellationToken) ?? throw new DriverFailedException("it gave no answer");
        return answer.Fault() is { } fault ? throw new DriverFailedException(fault) : answer;
    }

    private double Offset => desk.Task.Actors[desk.Task.EgoIndex].Body.RearAxleToCentreM;

    private static Pose2d[] Read(IReadOnlyList<PlanPoint> plan, DriverMoment moment)
    {
        var start = moment.Ego.Pose;
        var poses = new Pose2d[Horizon.PlanPoses];
        int at = 0;
        for (int k = 0; k < poses.Length; k++)
        {
            long t = moment.TimeUs + ((k + 1) * Horizon.FrameUs);
            while (at < plan.Count && plan[at].TimeUs < t)
            {
                at++;
            }

            poses[k] = start.PoseToBody(at == plan.Count ? Tail(plan[^1], t)
                : plan[at].TimeUs == t ? plan[at].Pose
                : at == 0 ? Between(moment.TimeUs, start, plan[0].TimeUs, plan[0].Pose, t)
                : Between(plan[at - 1].TimeUs, plan[at - 1].Pose, plan[at].TimeUs, plan[at].Pose, t));
        }

        return poses;
    }

    private static Pose2d Between(long fromUs, Pose2d from, long toUs, Pose2d to, long t)
    {
        double f = (double)(t - fromUs) / (toUs - fromUs);
        return new Pose2d(from.Position.Lerp(to.Position, f), from.HeadingRad + (Pinned.AngleDifference(to.HeadingRad, from.HeadingRad) * f));
    }

    private static Pose2d Tail(in PlanPoint last, long t)
    {
        double speed = Math.Abs(last.SpeedMps);
        double dt = Math.Min((t - last.TimeUs) * 1e-6, speed / TailDecelMps2);
        double way = (speed * dt) - (0.5 * TailDecelMps2 * dt * dt);
        return last.Pose.Moved(Math.Sign(last.SpeedMps) * way);
    }

    private Pose2d[] Held(Controls controls, in EgoState ego)
    {
        var dynamics = new VehicleDynamics(desk.Task.Vehicle);
        var state = Axle(ego);
        var poses = new Pose2d[Horizon.PlanPoses];
        for (int i = 1; i <= Horizon.Steps; i++)
        {
            state = dynamics.Step(state, controls, Horizon.StepSeconds);
            Keep(poses, i, in state, in ego);
        }

        return poses;
    }

    // Everybody else goes on as now: what a driver would do if its expectation of the world came true, without a look at the future.
    private Pose2d[] RolledOut(IDriverSession session, DriverAnswer first, DriverMoment moment, ulong seed, CancellationToken cancellationToken)
    {
        var dynamics = new VehicleDynamics(desk.Task.Vehicle);
        var state = Axle(moment.Ego);
        var poses = new Pose2d[Horizon.PlanPoses];
        var answer = first;
        var others = moment.Others.ToArray();
        for (int i = 1; i <= Horizon.Steps; i++)
        {
            state = dynamics.Step(state, answer.Controls ?? throw new DriverFailedException("it answers with controls, then with a plan"), Horizon.StepSeconds);
            Keep(poses, i, in state, moment.Ego);
            if (i == Horizon.Steps)
            {
                break;
            }

            for (int k = 0; k < others.Length; k++)
            {
                var s = others[k].State;
                var way = new Vector2d(s.SpeedMps, s.LateralMps).FromAxis(Vector2d.FromHeading(s.HeadingRad)) * Horizon.StepSeconds;
                others[k] = new ObservedActor(others[k].Index, s with { X = s.X + way.X, Y = s.Y + way.Y, AccelMps2 = 0, YawRateRps = 0 });
            }

            var ego = new EgoState(state.X, state.Y, state.HeadingRad, state.SpeedMps) { Ax = state.AccelMps2, SteerRad = state.SteerRad, YawRateRps = state.YawRateRps };
            answer = Decide(session, moment with { TimeUs = moment.TimeUs + (i * Horizon.StepUs), Ego = ego, Others = others, IsRecorded = false }, seed, cancellationToken);
        }

        return poses;
    }

    private static void Keep(Pose2d[] poses, int sample, in RearAxleState state, in EgoState start)
    {
        if (sample % Horizon.SamplesPerFrame == 0)
        {
            poses[(sample / Horizon.SamplesPerFrame) - 1] = start.Pose.PoseToBody(new Pose2d(state.X, state.Y, state.HeadingRad));
        }
    }

    private static RearAxleState Axle(in EgoState ego) =>
        new(ego.X, ego.Y, ego.HeadingRad, ego.Vx, ego.SteerRad, ego.Ax, ego.YawRateRps, ego.Vy);
}
