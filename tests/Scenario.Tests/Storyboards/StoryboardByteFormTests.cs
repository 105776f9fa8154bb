using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sim.Storyboards;

namespace Sim.Tests.Storyboards;

public sealed class StoryboardByteFormTests
{
    private static readonly Type[] Roots = [typeof(TriggerCondition), typeof(StoryboardAction), typeof(StoryPosition), typeof(TrajectoryShape)];

    private static readonly NullabilityInfoContext Nullability = new();

    public static TheoryData<string> Kinds()
    {
        var kinds = new TheoryData<string>();
        foreach (var type in typeof(Storyboard).Assembly.GetTypes().Where(t => !t.IsAbstract && Roots.Any(t.IsSubclassOf)).OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            kinds.Add(type.Name);
        }

        return kinds;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_comes_back_from_its_bytes(string name) => ComesBack(name, bare: false);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_comes_back_without_what_may_be_absent(string name) => ComesBack(name, bare: true);

    private static void ComesBack(string name, bool bare)
    {
        var type = typeof(Storyboard).Assembly.GetType("Sim.Storyboards." + name)!;
        var filled = Fill(type, 0, bare);
        var board = filled switch
        {
            TriggerCondition condition => new Storyboard { StopTrigger = new StoryTrigger([new TriggerGroup([condition])]) },
            StoryboardAction action => new Storyboard { Init = new StoryboardInit { Actions = [action] } },
            StoryPosition position => new Storyboard { Init = new StoryboardInit { Actions = [new TeleportAction { Position = position }] } },
            TrajectoryShape shape => new Storyboard { Init = new StoryboardInit { Actions = [new FollowTrajectoryAction { Trajectory = new StoryTrajectory { Shape = shape } }] } },
            _ => throw new InvalidOperationException($"{name} is of no kind that a storyboard holds."),
        };
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(board, SimJson.Default.Storyboard);
        var back = SimJson.Parse(bytes, SimJson.Default.Storyboard);
        Assert.Equal(Encoding.UTF8.GetString(bytes), JsonSerializer.Serialize(back, SimJson.Default.Storyboard));
        Assert.Equal(type, back.StopTrigger?.Groups[0].Conditions[0].GetType() ?? (back.Init.Actions[0] switch
        {
            TeleportAction teleport when filled is StoryPosition => teleport.Position.GetType(),
            FollowTrajectoryAction follow when filled is TrajectoryShape => follow.Trajectory.Shape.GetType(),
            var action => action.GetType(),
        }));
    }

    [Fact]
    public void Every_kind_is_declared_once()
    {
        foreach (var root in Roots)
        {
            var declared = root.GetCustomAttributes<JsonDerivedTypeAttribute>().ToList();
            var concrete = root.Assembly.GetTypes().Where(t => !t.IsAbstract && t.IsSubclassOf(root)).ToHashSet();
            Assert.Equal(concrete, [.. declared.Select(d => d.DerivedType)]);
            Assert.Equal(declared.Count, declared.Select(d => d.TypeDiscriminator).Distinct().Count());
        }
    }

    [Fact]
    public void What_a_file_leaves_out_has_its_default()
    {
        var board = SimJson.Parse("""{"init":{"actions":[{"kind":"teleport","position":{"kind":"lane","road_id":"1","lane_id":"-1","along_m":3}}]}}"""u8, SimJson.Default.Storyboard);
        var lane = Assert.IsType<LanePosition>(Assert.IsType<TeleportAction>(board.Init.Actions[0]).Position);
        Assert.Equal((3, 0, null), (lane.AlongM, lane.OffsetM, lane.Orientation));
        Assert.Empty(board.Stories);
        Assert.Equal("1.2", board.Version);
    }

    private static bool Optional(NullabilityInfo info) => info.ReadState == NullabilityState.Nullable;

    private static object Fill(Type type, int depth, bool bare)
    {
        var inner = Nullable.GetUnderlyingType(type) ?? type;
        if (inner == typeof(string))
        {
            return "text";
        }

        if (inner == typeof(double))
        {
            return 1.25;
        }

        if (inner == typeof(int))
        {
            return 3;
        }

        if (inner == typeof(bool))
        {
            return true;
        }

        if (inner.IsEnum)
        {
            return Enum.GetValues(inner).GetValue(Enum.GetValues(inner).Length - 1)!;
        }

        if (inner == typeof(StoryPosition))
        {
            return new WorldPosition { X = 1, Y = 2 };
        }

        if (inner == typeof(TrajectoryShape))
        {
            return new PolylineShape { Vertices = [new TrajectoryVertex(new WorldPosition { X = 1, Y = 2 }, 3)] };
        }

        if (inner == typeof(IReadOnlyDictionary<string, string>))
        {
            return Ordered.Copy([KeyValuePair.Create("key", "value")]);
        }

        if (inner.IsGenericType && inner.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            var items = Array.CreateInstance(inner.GetGenericArguments()[0], 1);
            items.SetValue(Fill(inner.GetGenericArguments()[0], depth + 1, bare), 0);
            return items;
        }

        Assert.True(depth < 12, $"{type} holds itself");
        var constructor = inner.GetConstructors().OrderBy(c => c.GetParameters().Length).First();
        object made = constructor.Invoke([.. constructor.GetParameters().Select(p => bare && Optional(Nullability.Create(p)) ? null : Fill(p.ParameterType, depth + 1, bare))]);
        foreach (var property in inner.GetProperties().Where(p => p.SetMethod is not null && constructor.GetParameters().All(c => c.Name != p.Name)))
        {
            if (!bare || !Optional(Nullability.Create(property)))
            {
                property.SetValue(made, Fill(property.PropertyType, depth + 1, bare));
            }
        }

        return made;
    }
}
