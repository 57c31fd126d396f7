param location string
param token string
param tags object

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-fusion-${token}'
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: ['10.20.0.0/16'] }
    subnets: [
      {
        name: 'functions'
        properties: { addressPrefix: '10.20.0.0/24', delegations: [{ name: 'functions', properties: { serviceName: 'Microsoft.App/environments' } }] }
      }
      {
        name: 'compute'
        properties: { addressPrefix: '10.20.2.0/23', delegations: [{ name: 'compute', properties: { serviceName: 'Microsoft.App/environments' } }] }
      }
      {
        name: 'endpoints'
        properties: { addressPrefix: '10.20.4.0/24' }
      }
    ]
  }
}

output name string = network.name
output functionSubnetId string = network.properties.subnets[0].id
output computeSubnetId string = network.properties.subnets[1].id
output endpointSubnetId string = network.properties.subnets[2].id
