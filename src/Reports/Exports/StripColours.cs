using Sim.Formats.Png;

namespace Sim.Reports.Exports;

/// <summary>Colours of a strip; those of ego and partner can be told apart without colour vision, by lightness.</summary>
internal static class StripColours
{
    public static readonly Rgba Ink = new(0x22, 0x26, 0x2b);
    public static readonly Rgba Muted = new(0x5a, 0x60, 0x68);
    public static readonly Rgba Frame = new(0xc8, 0xcc, 0xd2);
    public static readonly Rgba Ground = new(0xf3, 0xf4, 0xf0);
    public static readonly Rgba Lane = new(0xdf, 0xe1, 0xe5);
    public static readonly Rgba Way = new(0xea, 0xea, 0xe6);
    public static readonly Rgba Line = new(0x9d, 0xa3, 0xab);
    public static readonly Rgba Ego = new(0x00, 0x5a, 0xa8);
    public static readonly Rgba Partner = new(0xe0, 0x6c, 0x00);
    public static readonly Rgba Other = new(0x8b, 0x91, 0x99);
    public static readonly Rgba Contact = new(0xc0, 0x00, 0x28);
    public static readonly Rgba Glass = new(0xff, 0xff, 0xff, 0.75);
}
