using Sim.Maps;
using Sim.Plugins.Sdk;

namespace Sim.Rpc.Services;

/// <summary>Every enum that the contract shares with the core.</summary>
internal static class Enums
{
    public static EnumMap<ActorClass, Messages.ActorClass> ActorClass { get; } = new();

    public static EnumMap<LaneType, Messages.LaneType> LaneType { get; } = new();

    public static EnumMap<LaneMarking, Messages.LaneMarking> LaneMarking { get; } = new();

    public static EnumMap<MapAreaKind, Messages.MapAreaKind> MapAreaKind { get; } = new();

    public static EnumMap<MapSignalKind, Messages.MapSignalKind> MapSignalKind { get; } = new();

    public static EnumMap<SignalState, Formats.Messages.SignalState> SignalState { get; } = new();

    public static EnumMap<VehicleModel, Messages.VehicleModel> VehicleModel { get; } = new();

    public static EnumMap<FrameKind, Messages.FrameKind> FrameKind { get; } = new();

    public static EnumMap<MeasuredState, Messages.MeasuredState> MeasuredState { get; } = new();

    public static EnumMap<WorseDirection, Messages.WorseDirection> WorseDirection { get; } = new();

    public static EnumMap<CounterfactualOutcome, Messages.CounterfactualOutcome> CounterfactualOutcome { get; } = new();

    public static EnumMap<GuardOutcome, Messages.GuardOutcome> GuardOutcome { get; } = new();

    public static EnumMap<ImpactZone, Messages.ImpactZone> ImpactZone { get; } = new();

    public static EnumMap<CollisionClass, Messages.CollisionClass> CollisionClass { get; } = new();

    public static EnumMap<Reproducibility, Messages.Reproducibility> Reproducibility { get; } = new();
}
