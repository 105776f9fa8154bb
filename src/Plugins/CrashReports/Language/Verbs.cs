using System.Collections.Frozen;

namespace Sim.Plugins.CrashReports.Language;

/// <summary>The verbs that stories of crashes are told with, all their forms, and what kinds of them mean for what really happened.</summary>
internal static class Verbs
{
    // Regular verbs by their base form.
    private const string Regular = """
        abide accelerate accept accompany acknowledge activate activate add address admit advance advise aim airlift allow alter announce answer anticipate
        appear apply approach apply arrest arrive ask assume attach attain attempt attest attribute avoid await
        back bail balance beep believe belong belt block blow bounce brake brush bump burn
        call careen carry catch cause change check cite claim clear climb clip close code collapse collide combine command comment complain complete
        comply conclude conduct confirm connect consider consist consume contact contain continue contribute control correct cover crash creep cross
        curve cycle damage dart dash deboard decelerate decide declare decline deflect delay deny depart deploy describe destroy detect determine die
        direct disable disappear discover disembark disengage disregard dissect divide dodge dominate drag drift drop duck
        eject emerge enable encounter encroach end engage enter establish estimate examine execute exit expect expire explain extend face fail feel
        finish fishtail flag flash flee flip flow follow force form fracture gain gesture glance glare graze guess
        halt handle happen head help hesitate hike hold honk hop hope identify ignore illuminate impact impale impede imply improve inch include increase indicate
        inflate inform initiate injure inspect intend interact intersect interview invade involve issue jam jaywalk jerk jog join judge jump
        kick kill knock lack land lap launch lift limit load locate lock look loose lower
        maintain maneuver manoeuvre mark mask match measure mention merge misjudge miss mount move name narrate narrow navigate need neglect negotiate nose note notice notify
        obey obscure observe obstruct obtain occupy occur open operate overcompensate overcorrect overlap overlook overreact overturn own
        panic park part partition pass pause pedal peer perceive perform permit pick pin pivot place plan play plow plunge point position post pound prefer prepare present
        press prevent proceed propel protrude pull pump punch purchase pursue push race raise ram reach react realize realise recall receive recognize recommend
        reduce reenter refer refuse regain register regulate relate relay release remain remember remove render repair report request require respond rest restrict result
        resume retain retrieve retract return reveal reverse review revolve roll rotate round rub rupture rush sail sample scan scrape scratch seat seem seize
        separate serve service settle shift shout show sideswipe signal situate skid skip slam slap slip slope slow smash sound spill split sprain squeal stagger
        stall start state stay steer step stop stabilize stray stroll stumble suffer suggest support surprise surround suspect sustain swerve
        tag tailgate talk tap tear test thank tilt tip touch tour tow trail transport trap travel traverse treat trigger trip try tumble turn twist
        unload unlock use utilize vacate vault veer view violate visit wait walk want warn wash watch wave weave weigh wheel whip widen wish witness wobble work wrap yaw yell yield
        """;

    // base past participle; third person and -ing are regular.
    private static readonly string[] Irregular =
    [
        "arise arose arisen", "become became become", "begin began begun", "bend bent bent", "bleed bled bled", "blow blew blown", "break broke broken", "bring brought brought",
        "build built built", "buy bought bought", "catch caught caught", "choose chose chosen", "come came come", "cut cut cut", "do did done", "draw drew drawn",
        "drive drove driven", "eat ate eaten", "fall fell fallen", "feel felt felt", "find found found", "flee fled fled", "fly flew flown", "forget forgot forgotten", "get got got",
        "get got gotten", "give gave given", "go went gone", "have had had", "hear heard heard", "hit hit hit", "hold held held", "keep kept kept", "know knew known", "lead led led",
        "leave left left", "let let let", "lie lay lain", "lose lost lost", "make made made", "mean meant meant", "meet met met", "overtake overtook overtaken", "pay paid paid",
        "put put put", "read read read", "ride rode ridden", "run ran run", "say said said", "see saw seen", "sell sold sold", "send sent sent", "set set set", "shake shook shaken",
        "shine shone shone", "shoot shot shot", "shut shut shut", "sit sat sat", "sleep slept slept", "slide slid slid", "speak spoke spoken", "spend spent spent", "spin spun spun",
        "spread spread spread", "stand stood stood", "stick stuck stuck", "strike struck struck", "strike struck stricken", "swing swung swung", "swim swam swum", "take took taken",
        "tell told told", "think thought thought", "throw threw thrown", "understand understood understood", "withdraw withdrew withdrawn", "wear wore worn", "write wrote written",
        "rise rose risen", "creep crept crept", "speed sped sped", "slow slowed slowed", "light lit lit", "rain rained rained", "snow snowed snowed", "tear tore torn",
        "sweep swept swept", "bind bound bound", "overrun overran overrun", "rear-end rear-ended rear-ended", "broadside broadsided broadsided", "t-bone t-boned t-boned",
    ];

    public static readonly FrozenSet<string> Be = Set("be", "am", "is", "are", "was", "were", "been", "being");
    public static readonly FrozenSet<string> Have = Set("have", "has", "had", "having");
    public static readonly FrozenSet<string> Do = Set("do", "does", "did");
    public static readonly FrozenSet<string> Modals = Set("will", "would", "can", "could", "shall", "should", "may", "might", "must");

    /// <summary>Modals that leave open whether it happened.</summary>
    public static readonly FrozenSet<string> OpenModals = Set("would", "could", "should", "may", "might", "must", "can", "shall", "will");

    /// <summary>Verbs before "to turn", "turning" that only mean to.</summary>
    public static readonly FrozenSet<string> Intending = Set("intend", "plan", "want", "wish", "prepare", "wait", "decide", "hope", "expect", "need", "think", "consider", "about", "ready", "go", "look", "signal", "suppose");

    /// <summary>Verbs before "to turn" that tried.</summary>
    public static readonly FrozenSet<string> Attempting = Set("attempt", "try", "struggle");

    /// <summary>Verbs before "to turn", "turning" after which it did happen.</summary>
    public static readonly FrozenSet<string> Carrying = Set("begin", "start", "proceed", "continue", "initiate", "commence", "manage", "keep", "happen", "able", "force", "forced", "require", "required", "resume", "finish", "appear", "seem", "use", "stop");

    /// <summary>Words before "to stop" after which it did not happen.</summary>
    public static readonly FrozenSet<string> Denying = Set("fail", "refuse", "unable", "neglect", "avoid", "decline", "forget", "unsuccessful", "prevent");

    /// <summary>Verbs of speech: what follows is somebody's account.</summary>
    public static readonly FrozenSet<string> Reporting = Set("state", "say", "report", "claim", "advise", "indicate", "tell", "admit", "explain", "attest", "reveal", "relay", "mention", "note", "describe", "declare", "allege", "recall", "remember", "testify", "confirm", "suggest", "deny");

    /// <summary>Verbs of belief: what follows is a thought, not a fact.</summary>
    public static readonly FrozenSet<string> Believing = Set("think", "believe", "assume", "expect", "hope", "feel", "suspect", "imagine", "guess", "fear");

    /// <summary>Verbs of perception: what follows happened to another one ("saw V2 turning").</summary>
    public static readonly FrozenSet<string> Perceiving = Set("see", "observe", "notice", "hear", "watch", "realize", "realise", "know", "spot", "find", "catch");

    private static readonly FrozenDictionary<string, (string Lemma, VerbForm Forms)> Forms = Build();

    /// <summary>Reads a spelling: lemma and the forms it can be; <see cref="VerbForm.None"/> when it is no known verb.</summary>
    public static VerbForm Read(string word, out string lemma)
    {
        if (Forms.TryGetValue(word, out (string Lemma, VerbForm Forms) entry))
        {
            lemma = entry.Lemma;
            return entry.Forms;
        }

        lemma = word;
        return VerbForm.None;
    }

    private static FrozenDictionary<string, (string, VerbForm)> Build()
    {
        var table = new Dictionary<string, (string Lemma, VerbForm Forms)>(StringComparer.Ordinal);
        void add(string form, string lemma, VerbForm kind) =>
            table[form] = table.TryGetValue(form, out (string Lemma, VerbForm Forms) known) ? (known.Lemma, known.Forms | kind) : (lemma, kind);

        foreach (string line in Irregular)
        {
            string[] parts = line.Split(' ');
            add(parts[0], parts[0], VerbForm.Base);
            add(ThirdPerson(parts[0]), parts[0], VerbForm.Third);
            add(parts[1], parts[0], VerbForm.Past);
            add(parts[2], parts[0], VerbForm.Participle);
            foreach (string ing in IngForms(parts[0])) add(ing, parts[0], VerbForm.Ing);
        }

        foreach (string verb in Regular.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            add(verb, verb, VerbForm.Base);
            add(ThirdPerson(verb), verb, VerbForm.Third);
            foreach (string past in PastForms(verb)) add(past, verb, VerbForm.Past | VerbForm.Participle);
            foreach (string ing in IngForms(verb)) add(ing, verb, VerbForm.Ing);
        }

        return table.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string ThirdPerson(string verb) =>
        verb.EndsWith('y') && !IsVowel(verb[^2]) ? verb[..^1] + "ies"
        : verb.EndsWith('s') || verb.EndsWith('x') || verb.EndsWith("ch", StringComparison.Ordinal) || verb.EndsWith("sh", StringComparison.Ordinal) || verb is "go" or "do" ? verb + "es"
        : verb == "have" ? "has" : verb + "s";

    private static IEnumerable<string> PastForms(string verb)
    {
        if (verb.EndsWith('e')) yield return verb + "d";
        else if (verb.EndsWith('y') && !IsVowel(verb[^2])) yield return verb[..^1] + "ied";
        else
        {
            yield return verb + "ed";
            if (Doubles(verb)) yield return verb + verb[^1] + "ed";
        }
    }

    private static IEnumerable<string> IngForms(string verb)
    {
        if (verb.EndsWith("ie", StringComparison.Ordinal)) yield return verb[..^2] + "ying";
        else if (verb.EndsWith('e') && !verb.EndsWith("ee", StringComparison.Ordinal)) yield return verb[..^1] + "ing";
        else
        {
            yield return verb + "ing";
            if (Doubles(verb)) yield return verb + verb[^1] + "ing";
        }
    }

    private static bool Doubles(string verb) => verb.Length > 2 && !IsVowel(verb[^1]) && verb[^1] is not ('w' or 'x' or 'y' or 'h' or 'k') && IsVowel(verb[^2]) && !IsVowel(verb[^3]);

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u';

    private static FrozenSet<string> Set(params string[] words) => words.ToFrozenSet(StringComparer.Ordinal);
}
