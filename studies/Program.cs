using Sim.Studies.PseudoSimulation;
using Sim.Studies.SparseAutoencoders;

return args switch
{
    ["pseudo-simulation", .. var rest] => StudyCommand.Run(rest),
    ["sae", .. var rest] => SaeStudyCommand.Run(rest),
    _ => StudyCommand.Usage() | SaeStudyCommand.Usage(),
};
