@_exported import MyelinCore
@_exported import MyelinData
@_exported import MyelinFormats
@_exported import MyelinNN
