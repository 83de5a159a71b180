import MyelinCore
