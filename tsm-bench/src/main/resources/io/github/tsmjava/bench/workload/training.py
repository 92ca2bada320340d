"""Training steps of TSM in PyTorch: one for each line on stdin, answered by a line with its loss.

Arguments: resnet50 or mobilenetv2, a network (safetensors), clips (npy), segments, threads.
"""
import json
import sys

import numpy
import torch
import torchvision
from torch.nn import functional


class Shift(torch.nn.Module):
    """A layer behind the temporal shift: an eighth of the channels from the next frame, an eighth from the last."""

    def __init__(self, layer, segments):
        super().__init__()
        self.layer = layer
        self.segments = segments

    def forward(self, x):
        clips = x.view(-1, self.segments, *x.shape[1:])
        fold = x.shape[1] // 8
        ahead = functional.pad(clips[:, 1:, :fold], (0, 0, 0, 0, 0, 0, 0, 1))
        behind = functional.pad(clips[:, :-1, fold:2 * fold], (0, 0, 0, 0, 0, 0, 1, 0))
        return self.layer(torch.cat((ahead, behind, clips[:, :, 2 * fold:]), 2).view(x.shape))


def build(name, segments, classes):
    if name == 'resnet50':
        network = torchvision.models.resnet50(num_classes=classes)
        for stage in (network.layer1, network.layer2, network.layer3, network.layer4):
            for block in stage:
                block.conv1 = Shift(block.conv1, segments)
    else:
        network = torchvision.models.mobilenet_v2(num_classes=classes, dropout=0)
        for block in network.features[1:18]:
            if block.use_res_connect:
                block.conv[0][0] = Shift(block.conv[0][0], segments)
    return network.train()


def load(network, file):
    """Takes over parameters by their order, since both sides list them in the order of the layers."""
    with open(file, 'rb') as stream:
        header = json.loads(stream.read(int.from_bytes(stream.read(8), 'little')))
        data = bytearray(stream.read())
    header.pop('__metadata__', None)
    tensors = [tensor for name, tensor in network.state_dict().items() if not name.endswith('num_batches_tracked')]
    if len(tensors) != len(header):
        sys.exit('expected %d parameters, found %d' % (len(tensors), len(header)))
    for tensor, (name, entry) in zip(tensors, header.items()):
        if list(tensor.shape) != entry['shape'] or entry['dtype'] != 'F32':
            sys.exit('%s: expected F32 %s, found %s' % (name, list(tensor.shape), entry))
        begin, end = entry['data_offsets']
        tensor.copy_(torch.frombuffer(data[begin:end], dtype=torch.float32).view(tensor.shape))


def main():
    name, weights, clips, segments, threads = sys.argv[1:]
    torch.set_num_threads(int(threads))
    frames = torch.from_numpy(numpy.load(clips)).flatten(0, 1)
    labels = torch.arange(len(frames) // int(segments))
    network = build(name, int(segments), 400)
    load(network, weights)
    optimizer = torch.optim.SGD(network.parameters(), lr=1e-3, momentum=0.9, weight_decay=5e-4)
    print('PyTorch', torch.__version__, flush=True)
    for _ in sys.stdin:
        logits = network(frames).view(len(labels), -1, 400).mean(1)
        loss = functional.cross_entropy(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 20)
        optimizer.step()
        print(loss.item(), flush=True)


if __name__ == '__main__':
    main()
