import MyelinNN
