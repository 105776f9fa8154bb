namespace Sim.Rpc.Services;

/// <summary>What a simulator reports beside the states: events, contacts, the end. Exact to the bit. Thread-safe.</summary>
public static class HappeningMessages
{
    private static readonly Dictionary<RecordingEnd, string> EndWords = Enum.GetValues<RecordingEnd>().ToDictionary(e => e, e => SettingReader.WordOf(e.ToString()));

    /// <summary>An event as a message.</summary>
    public static Messages.WorldEvent Of(RecordedEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return new Messages.WorldEvent { TimeUs = happened.TimeUs, Kind = happened.Kind, Actors = { happened.Actors }, Text = happened.Text };
    }

    /// <summary>A message as an event.</summary>
    /// <param name="message">What a peer sent.</param>
    /// <param name="at">Path of the message, for errors.</param>
    /// <exception cref="InputException">A field is wrong; names it.</exception>
    public static RecordedEvent From(Messages.WorldEvent message, string at = "event")
    {
        ArgumentNullException.ThrowIfNull(message);
        return new RecordedEvent(
            Field.NotNegative(message.TimeUs, at, "time_us"),
            PeerFault.Clean(Field.Id(message.Kind, at, "kind")),
            Field.Ids(message.Actors, at, "actors"),
            PeerFault.Clean(Field.Text(message.Text, at, "text")));
    }

    /// <summary>A contact as a message, with all that is known.</summary>
    public static Messages.ContactFrame Of(Contact contact)
    {
        ArgumentNullException.ThrowIfNull(contact);
        return new Messages.ContactFrame
        {
            TimeUs = contact.TimeUs,
            A = contact.A,
            B = contact.B,
            X = contact.X,
            Y = contact.Y,
            RelativeSpeedMps = contact.RelativeSpeedMps,
            Detail = new()
            {
                ZoneA = Enums.ImpactZone.To(contact.ZoneA),
                ZoneB = Enums.ImpactZone.To(contact.ZoneB),
                HeadingDifferenceRad = contact.HeadingDifferenceRad,
                SpeedAMps = contact.SpeedAMps,
                SpeedBMps = contact.SpeedBMps,
                Class = Enums.CollisionClass.To(contact.Class),
                AtFault = contact.AtFault,
                ReplayArtefact = contact.ReplayArtefact,
            },
        };
    }

    /// <summary>A message with all details as a contact.</summary>
    /// <param name="message">What a peer sent; its detail is given.</param>
    /// <param name="at">Path of the message, for errors.</param>
    /// <exception cref="InputException">A field is wrong; names it.</exception>
    public static Contact From(Messages.ContactFrame message, string at = "contact")
    {
        ArgumentNullException.ThrowIfNull(message);
        var detail = Field.Needed(message.Detail, at, "detail");
        return new Contact
        {
            TimeUs = Field.NotNegative(message.TimeUs, at, "time_us"),
            A = Field.Id(message.A, at, "a"),
            B = Field.Id(message.B, at, "b"),
            X = Field.Finite(message.X, at, "x"),
            Y = Field.Finite(message.Y, at, "y"),
            RelativeSpeedMps = Field.Finite(message.RelativeSpeedMps, at, "relative_speed_mps"),
            ZoneA = Enums.ImpactZone.From(detail.ZoneA, at, "detail.zone_a"),
            ZoneB = Enums.ImpactZone.From(detail.ZoneB, at, "detail.zone_b"),
            HeadingDifferenceRad = Field.Finite(detail.HeadingDifferenceRad, at, "detail.heading_difference_rad"),
            SpeedAMps = Field.Finite(detail.SpeedAMps, at, "detail.speed_a_mps"),
            SpeedBMps = Field.Finite(detail.SpeedBMps, at, "detail.speed_b_mps"),
            Class = Enums.CollisionClass.From(detail.Class, at, "detail.class"),
            AtFault = detail.AtFault,
            ReplayArtefact = detail.ReplayArtefact,
        };
    }

    /// <summary>The word of an end ("goal-reached").</summary>
    public static string Word(RecordingEnd end) => EndWords[end];

    /// <summary>The end that a word names; null for the empty word.</summary>
    /// <param name="word">What a peer sent.</param>
    /// <exception cref="InputException">Unknown.</exception>
    public static RecordingEnd? End(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        foreach (var (end, text) in EndWords)
        {
            if (text == word)
            {
                return end;
            }
        }

        return word.Length == 0 ? null : throw Field.Error("", "end", $"is '{PeerFault.Clean(Field.Text(word, "", "end", 100))}'; {Nearest.Hint(word, EndWords.Values)}");
    }
}
