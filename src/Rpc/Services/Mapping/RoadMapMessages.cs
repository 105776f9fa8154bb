using Sim.Geometry;
using Sim.Maps;

namespace Sim.Rpc.Services;

/// <summary>Road maps as messages. Exact to the bit; an empty list of heights or slopes comes back as none, which means the same. Thread-safe.</summary>
public static class RoadMapMessages
{
    /// <summary>A map as a message.</summary>
    public static Messages.RoadMap Of(RoadMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        var message = new Messages.RoadMap { Name = map.Name, Licence = map.Licence };
        if (map.Origin is { } origin)
        {
            message.Origin = new() { LatitudeDeg = origin.LatitudeDeg, LongitudeDeg = origin.LongitudeDeg, Projection = origin.Projection };
        }

        foreach (var lane in map.Lanes)
        {
            message.Lanes.Add(Of(lane));
        }

        foreach (var junction in map.Junctions)
        {
            message.Junctions.Add(new Messages.Junction { Id = junction.Id, LaneIds = { junction.LaneIds }, IncomingLaneIds = { junction.IncomingLaneIds }, Kind = junction.Kind });
        }

        foreach (var crosswalk in map.Crosswalks)
        {
            message.Crosswalks.Add(new Messages.Crosswalk { Id = crosswalk.Id, Outline = GeometryMessages.Of(crosswalk.Outline) });
        }

        foreach (var area in map.Areas)
        {
            message.Areas.Add(new Messages.MapArea { Id = area.Id, Kind = Enums.MapAreaKind.To(area.Kind), Outline = GeometryMessages.Of(area.Outline) });
        }

        foreach (var signal in map.Signals)
        {
            message.Signals.Add(Of(signal));
        }

        foreach (var line in map.StopLines)
        {
            message.StopLines.Add(new Messages.StopLine { Id = line.Id, Xy = { line.From.X, line.From.Y, line.To.X, line.To.Y }, SignalIds = { line.SignalIds } });
        }

        return message;
    }

    /// <summary>A message as a map.</summary>
    /// <param name="message">What a peer sent.</param>
    /// <param name="at">Path of the message, for errors.</param>
    /// <exception cref="InputException">A field is wrong; names it.</exception>
    public static RoadMap From(Messages.RoadMap? message, string at = "map")
    {
        var m = Field.Needed(message, at, "");
        Field.Count(m.Lanes.Count, ContractLimits.MapItems, at, "lanes");
        Field.Count(m.Junctions.Count, ContractLimits.MapItems, at, "junctions");
        Field.Count(m.Crosswalks.Count, ContractLimits.MapItems, at, "crosswalks");
        Field.Count(m.Areas.Count, ContractLimits.MapItems, at, "areas");
        Field.Count(m.Signals.Count, ContractLimits.MapItems, at, "signals");
        Field.Count(m.StopLines.Count, ContractLimits.MapItems, at, "stop_lines");
        var lanes = new Lane[m.Lanes.Count];
        var known = new HashSet<string>(lanes.Length, StringComparer.Ordinal);
        for (int i = 0; i < lanes.Length; i++)
        {
            string place = Field.Item(at, "lanes", i);
            lanes[i] = From(m.Lanes[i], place);
            if (!known.Add(lanes[i].Id))
            {
                throw Field.Error(place, "id", $"is '{lanes[i].Id}', as an earlier lane's");
            }
        }

        return new RoadMap
        {
            Name = Field.Text(m.Name, at, "name"),
            Origin = m.Origin is null ? null : new GeoOrigin(
                Field.Within(m.Origin.LatitudeDeg, -90, 90, at, "origin.latitude_deg"),
                Field.Within(m.Origin.LongitudeDeg, -180, 180, at, "origin.longitude_deg"),
                Field.Text(m.Origin.Projection, at, "origin.projection", ContractLimits.LongTextLength)),
            Lanes = lanes,
            Junctions = [.. m.Junctions.Select((j, i) => From(j, Field.Item(at, "junctions", i)))],
            Crosswalks = [.. m.Crosswalks.Select((c, i) => From(c, Field.Item(at, "crosswalks", i)))],
            Areas = [.. m.Areas.Select((a, i) => From(a, Field.Item(at, "areas", i)))],
            Signals = [.. m.Signals.Select((s, i) => From(s, Field.Item(at, "signals", i)))],
            StopLines = [.. m.StopLines.Select((l, i) => From(l, Field.Item(at, "stop_lines", i)))],
            Licence = Field.Text(m.Licence, at, "licence", ContractLimits.LongTextLength),
        };
    }

    private static Messages.Lane Of(Lane lane)
    {
        var message = new Messages.Lane
        {
            Id = lane.Id,
            Type = Enums.LaneType.To(lane.Type),
            Bidirectional = lane.Bidirectional,
            Left = GeometryMessages.Of(lane.Left),
            Right = GeometryMessages.Of(lane.Right),
            Centre = GeometryMessages.Of(lane.Centre),
            ElevationM = { lane.ElevationM ?? [] },
            SuperelevationRad = { lane.SuperelevationRad ?? [] },
            Predecessors = { lane.Predecessors },
            Successors = { lane.Successors },
            LeftNeighbour = Of(lane.LeftNeighbour),
            RightNeighbour = Of(lane.RightNeighbour),
            LeftMarking = Enums.LaneMarking.To(lane.LeftMarking),
            RightMarking = Enums.LaneMarking.To(lane.RightMarking),
            SignalIds = { lane.SignalIds },
        };
        foreach (var user in lane.Users)
        {
            message.Users.Add(Enums.ActorClass.To(user));
        }

        if (lane.SpeedLimitMps is { } limit)
        {
            message.SpeedLimitMps = limit;
        }

        if (lane.JunctionId is { } junction)
        {
            message.JunctionId = junction;
        }

        if (lane.StopLineId is { } line)
        {
            message.StopLineId = line;
        }

        return message;
    }

    private static Lane From(Messages.Lane m, string at)
    {
        var left = GeometryMessages.Polyline(m.Left, at, "left");
        var right = GeometryMessages.Polyline(m.Right, at, "right");
        var centre = GeometryMessages.Polyline(m.Centre, at, "centre");
        if (left.Points.Count != centre.Points.Count || right.Points.Count != centre.Points.Count)
        {
            throw Field.Error(at, "centre", $"has {centre.Points.Count} points, but left has {left.Points.Count} and right {right.Points.Count}");
        }

        Field.Count(m.Users.Count, ContractLimits.ListItems, at, "users");
        return new Lane
        {
            Id = Field.Id(m.Id, at, "id"),
            Type = Enums.LaneType.From(m.Type, at, "type"),
            Bidirectional = m.Bidirectional,
            Left = left,
            Right = right,
            Centre = centre,
            ElevationM = AlongCentre(m.ElevationM, centre, at, "elevation_m"),
            SuperelevationRad = AlongCentre(m.SuperelevationRad, centre, at, "superelevation_rad"),
            SpeedLimitMps = m.HasSpeedLimitMps ? Field.Finite(m.SpeedLimitMps, at, "speed_limit_mps") : null,
            Predecessors = Field.Ids(m.Predecessors, at, "predecessors"),
            Successors = Field.Ids(m.Successors, at, "successors"),
            LeftNeighbour = From(m.LeftNeighbour, at, "left_neighbour"),
            RightNeighbour = From(m.RightNeighbour, at, "right_neighbour"),
            JunctionId = m.HasJunctionId ? Field.Id(m.JunctionId, at, "junction_id") : null,
            LeftMarking = Enums.LaneMarking.From(m.LeftMarking, at, "left_marking"),
            RightMarking = Enums.LaneMarking.From(m.RightMarking, at, "right_marking"),
            Users = [.. m.Users.Select(u => Enums.ActorClass.From(u, at, "users"))],
            SignalIds = Field.Ids(m.SignalIds, at, "signal_ids"),
            StopLineId = m.HasStopLineId ? Field.Id(m.StopLineId, at, "stop_line_id") : null,
        };
    }

    private static double[]? AlongCentre(Google.Protobuf.Collections.RepeatedField<double> values, Polyline centre, string at, string name) =>
        values.Count == 0 ? null
        : values.Count == centre.Points.Count ? Field.Finite(values, at, name)
        : throw Field.Error(at, name, $"has {values.Count} numbers, but centre has {centre.Points.Count} points");

    private static Messages.LaneNeighbour? Of(LaneNeighbour? neighbour) =>
        neighbour is null ? null : new() { LaneId = neighbour.LaneId, SameDirection = neighbour.SameDirection };

    private static LaneNeighbour? From(Messages.LaneNeighbour? m, string at, string name) =>
        m is null ? null : new(Field.Id(m.LaneId, at, name), m.SameDirection);

    private static Junction From(Messages.Junction m, string at) => new(
        Field.Id(m.Id, at, "id"),
        Field.Ids(m.LaneIds, at, "lane_ids"),
        Field.Ids(m.IncomingLaneIds, at, "incoming_lane_ids"),
        Field.Text(m.Kind, at, "kind"));

    private static Crosswalk From(Messages.Crosswalk m, string at) => new(Field.Id(m.Id, at, "id"), GeometryMessages.Polygon(m.Outline, at, "outline"));

    private static MapArea From(Messages.MapArea m, string at) =>
        new(Field.Id(m.Id, at, "id"), Enums.MapAreaKind.From(m.Kind, at, "kind"), GeometryMessages.Polygon(m.Outline, at, "outline"));

    private static Messages.MapSignal Of(MapSignal signal)
    {
        var message = new Messages.MapSignal
        {
            Id = signal.Id,
            Kind = Enums.MapSignalKind.To(signal.Kind),
            Code = signal.Code,
            Subtype = signal.Subtype,
            Country = signal.Country,
            HeightM = signal.HeightM,
            CycleOffsetUs = signal.CycleOffsetUs,
        };
        if (signal.Value is { } value)
        {
            message.Value = value;
        }

        if (signal.Pose is { } pose)
        {
            message.Pose = new() { X = pose.X, Y = pose.Y, HeadingRad = pose.HeadingRad };
        }

        foreach (var phase in signal.Cycle)
        {
            message.Cycle.Add(new Messages.SignalPhase { State = Enums.SignalState.To(phase.State), DurationUs = phase.DurationUs });
        }

        return message;
    }

    private static MapSignal From(Messages.MapSignal m, string at)
    {
        Field.Count(m.Cycle.Count, ContractLimits.ListItems, at, "cycle");
        return new MapSignal
        {
            Id = Field.Id(m.Id, at, "id"),
            Kind = Enums.MapSignalKind.From(m.Kind, at, "kind"),
            Code = Field.Text(m.Code, at, "code"),
            Subtype = Field.Text(m.Subtype, at, "subtype"),
            Country = Field.Text(m.Country, at, "country"),
            Value = m.HasValue ? Field.Finite(m.Value, at, "value") : null,
            Pose = m.Pose is null ? null : new Pose2d(
                Field.Finite(m.Pose.X, at, "pose.x"), Field.Finite(m.Pose.Y, at, "pose.y"), Field.Finite(m.Pose.HeadingRad, at, "pose.heading_rad")),
            HeightM = Field.Finite(m.HeightM, at, "height_m"),
            Cycle = [.. m.Cycle.Select((p, i) => From(p, Field.Item(at, "cycle", i)))],
            CycleOffsetUs = Field.NotNegative(m.CycleOffsetUs, at, "cycle_offset_us"),
        };
    }

    private static SignalPhase From(Messages.SignalPhase m, string at) => new(
        Enums.SignalState.From(m.State, at, "state"),
        m.DurationUs > 0 ? m.DurationUs : throw Field.Error(at, "duration_us", $"is {m.DurationUs}, but must be positive"));

    private static StopLine From(Messages.StopLine m, string at)
    {
        var points = GeometryMessages.Points(m.Xy, 2, at, "xy");
        return points.Length == 2
            ? new(Field.Id(m.Id, at, "id"), points[0], points[1], Field.Ids(m.SignalIds, at, "signal_ids"))
            : throw Field.Error(at, "xy", $"has {points.Length} points, but a line has 2");
    }
}
