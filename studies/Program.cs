using Sim.Studies.PseudoSimulation;

return args is ["pseudo-simulation", .. var rest]
    ? StudyCommand.Run(rest)
    : StudyCommand.Usage();
