using Sim.Plugins.CrashReports.Language;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading.Roads;

/// <summary>Reads what controls traffic and whom it concerns.</summary>
internal static class ControlFacts
{
    public static void Read(ReportText text, Mentions mentions, List<RoadFact> facts)
    {
        for (int i = 0; i < text.Count; i++)
        {
            if (text.SentenceAt(i).IsCoding || !TryRead(text, i, out Control control, out int end, out bool weak)) continue;
            Clause clause = text.ClauseAt(i);
            bool negated = IsNone(text, i);
            if (negated && control is not Control.None) control = text.Norm(i) is "traffic" or "signals" or "signs" or "controls" ? Control.None : Control.Unknown;
            if (control == Control.Unknown) continue;
            RoadScope scope = Scope(text, mentions, clause, i, control);
            facts.Add(new(RoadFactKind.Control, (int)control, scope, text.Span(i, end), i, weak));
            i = end - 1;
        }
    }

    private static bool TryRead(ReportText text, int i, out Control control, out int end, out bool weak)
    {
        (control, end, weak) = (Control.Unknown, i + 1, false);
        string word = text.Norm(i), next = text.Norm(i + 1), third = text.Norm(i + 2);
        switch (word)
        {
            case "stop" when next is "sign" or "signs":
                (control, end) = (Control.Stop, i + 2);
                return true;
            case "stop" when next == "/" && third == "slow":
                (control, end) = (Control.Other, i + 3);
                return true;
            case "stop" when text.Norm(i - 1) == "way" && text.Norm(i - 2) is "four" or "4" or "all" or "three" or "3" or "two" or "2":
            case "stop" when next is "controlled":
                control = Control.Stop;
                return true;
            case "stopsign":
                control = Control.Stop;
                return true;
            case "yield" when next is "sign" or "signs" or "controlled":
                (control, end) = (Control.Yield, i + 2);
                return true;
            case "flashing" or "blinking":
                for (int k = i + 1; k < i + 5; k++)
                    if (text.Norm(k) is "light" or "lights" or "signal" or "signals" or "beacon" or "red" or "yellow" or "amber" && text.Norm(i - 1) is not "hazard")
                    {
                        (control, end) = (Control.Flashing, k + 1);
                        if (text.Norm(k + 1) is "light" or "lights" or "signal" or "beacon") end++;
                        return true;
                    }

                return false;
            case "traffic":
                int j = i + 1;
                bool device = false;
                if (text.Norm(j) is "control" or "controls") (device, j) = (true, j + 1);
                if (text.Norm(j) is "signal" or "signals" or "light" or "lights" or "semaphore")
                {
                    (control, end) = (Control.Signal, j + 1);
                    return text.Norm(j + 1) is not ("pole" or "post" or "box" or "behind" or "(");
                }

                if (device && (IsWaitedFor(text, i) || text.Norm(i - 1) is "by" or "a" && text.Norm(i - 2) is "controlled" or "by" || IsNone(text, i)))
                {
                    if (text.Norm(j) is "device" or "devices") j++;
                    // What kind of device is not said; lights are what one stops for and waits at.
                    (control, end, weak) = (Control.Signal, j, true);
                    return true;
                }

                return false;
            case "red" or "green" or "yellow" or "amber" when next is "light" or "signal" or "arrow" or "lights" or "phase" || (next == "traffic" && third is "light" or "signal" or "control"):
                (control, end) = (Control.Signal, i + 2);
                return text.Norm(i - 1) is not ("flashing" or "blinking");
            case "stoplight" or "stoplights" or "signalized" or "signalised":
                control = Control.Signal;
                return true;
            case "signal" or "signals" when text.Norm(i - 1) is "controlled" or "by" or "electronic" or "phase" or "phased" or "color" or "tri" or "colored" or "the" && text.Norm(i - 2) is "by" or "at" or "for" or "with" or "a" or "to" or "three" or "tri":
                control = Control.Signal;
                return next is not ("light" and not "turn") && text.Norm(i - 1) is not "turn";
            case "light" when (text.Norm(i - 1) is "the" or "his" or "her" or "a" && text.Norm(i - 2) is "for" or "at" or "ran" or "through") || (text.Norm(i - 1) is "the" or "his" or "her" && next is "was" or "turned" or "changed" or "had" or "turn" or "change" && text.Norm(i + 2) is "green" or "red" or "yellow" or "to" or "changed" or "turned"):
                control = Control.Signal;
                return text.Norm(i + 2) is not "of";
            case "uncontrolled":
                control = Control.None;
                return next is not ("substance" or "diabetes");
            case "warning" when next is "sign" or "signs":
                (control, end, weak) = (Control.Other, i + 2, true);
                return true;
            case "flagger" or "flagman" or "flagmen":
                control = Control.Officer;
                return true;
            case "officer" when next is "directing" or "controlling":
                (control, end) = (Control.Officer, i + 2);
                return true;
            case "construction" when next is "zone" or "sign":
            case "school" when next is "zone" or "crossing":
                (control, end, weak) = (Control.Other, i + 2, true);
                return true;
            case "crossing" when next is "gate" or "gates" or "signal":
                (control, end) = (Control.Other, i + 2);
                return true;
            case "controls" or "signals" or "signs" when text.Norm(i - 1) is "no":
                control = Control.None;
                return true;
            default:
                return false;
        }
    }

    /// <summary>What one stops for or waits at is a light.</summary>
    private static bool IsWaitedFor(ReportText text, int i)
    {
        for (int k = i - 1; k >= Math.Max(0, i - 4); k--)
            if (text.Norm(k) is "for" or "at" && text.Norm(k - 1) is "stopped" or "stop" or "waiting" or "stopping") return true;
        return false;
    }

    private static bool IsNone(ReportText text, int i)
    {
        for (int k = i - 1; k >= i - 4 && k >= 0; k--)
            if (text.Norm(k) is "no" or "neither" || (text.Norm(k) is "without" && k > i - 3)) return true;
        Clause clause = text.ClauseAt(i);
        return clause.Has(ClauseTraits.Negated) && clause.Lemma is "be" or "control" or "have" or "associate" or "regulate";
    }

    private static RoadScope Scope(ReportText text, Mentions mentions, Clause clause, int i, Control control)
    {
        // Signals and devices of a junction are everybody's unless a direction is named; a sign faces one way.
        bool shared = control is Control.Signal or Control.None or Control.Officer;
        RoadScope scope = RoadScope.At(text, mentions, i, new(ScopeKind.Main));
        if (text.Norm(i) == "stop" && text.Norm(i - 1) == "way" && text.Norm(i - 2) is "four" or "4" or "all" or "three" or "3") return new(ScopeKind.All);
        if (scope.Kind is ScopeKind.Direction or ScopeKind.Side or ScopeKind.Axis && !(shared && control == Control.Signal))
        {
            bool location = text.FindAny(clause.Subject, CrashNouns) >= 0 || (clause.Subject.IsEmpty && clause.Index > 0 && text.Clauses[clause.Index - 1].Sentence == clause.Sentence && text.FindAny(text.Clauses[clause.Index - 1].Subject, CrashNouns) >= 0);
            return location && control != Control.None ? new(ScopeKind.Junction) : scope;
        }

        if (scope.Kind == ScopeKind.Actor)
        {
            // "approaching the intersection with a blinking light": the junction's, not the road user's.
            bool ofJunction = control == Control.Flashing && (text.Find(new(Math.Max(0, i - 5), i), "intersection") >= 0);
            return control == Control.Signal || ofJunction ? new(ScopeKind.All) : scope;
        }

        if (scope.Kind == ScopeKind.All || control == Control.Signal) return new(ScopeKind.All);
        if (control is Control.None or Control.Other) return scope;
        // "the two vehicles met at an intersection with a stop sign": whose it is must come from another sentence.
        return new(ScopeKind.Junction);
    }

    private static readonly HashSet<string> CrashNouns = new(StringComparer.Ordinal) { "crash", "collision", "accident", "incident" };
}
